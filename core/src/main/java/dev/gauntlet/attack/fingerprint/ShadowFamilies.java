package dev.gauntlet.attack.fingerprint;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.search.Families;
import dev.gauntlet.search.Substitute;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Models of every family that the attacker trained itself, and what they answer to fixed queries through the guard it
 * knows. A detector is of the family of the model whose answers are nearest to its own.
 *
 * <p>Source: the model kennen-o of Oh et al., Towards Reverse-Engineering Black-Box Neural Networks, ICLR 2018, with one
 * neighbour in the place of a network.
 */
final class ShadowFamilies {
    private static final int PER_TRAINER = 3;
    private static final int QUESTIONS = 400;
    private static final double RESAMPLED = 0.3;

    private final Rows questions;
    private final List<Signature> signatures;

    private record Signature(String family, List<Double> answers) {}

    private ShadowFamilies(Rows questions, List<Signature> signatures) {
        this.questions = questions;
        this.signatures = signatures;
    }

    static ShadowFamilies trained(Set<String> families, Access access, AttackerContext grant, Run run) {
        Dataset own = grant.auxiliary();
        Rows questions = Substitute.mixed(own.rows(), QUESTIONS, RESAMPLED, run.child("questions"));
        List<Trainer> trainers = Families.usual().stream()
                .filter(trainer -> !trainer.unsupervised())
                .toList();
        int[] all = IntStream.range(0, own.size()).toArray();
        List<Signature> signatures = run.child("shadows").map(trainers.size() * PER_TRAINER, (i, r) -> {
            Dataset some = own.select(r.rng().sample(all, own.size() * 3 / 4));
            Model model = trainers.get(i / PER_TRAINER).trained(some, r);
            return new Signature(model.kernel().form(), answers(grant.rehearsal(model, access, QUESTIONS), questions));
        });
        return new ShadowFamilies(
                questions,
                signatures.stream().filter(s -> families.contains(s.family())).toList());
    }

    List<String> nearest(List<Oracle> oracles) {
        return oracles.stream()
                .map(oracle -> familyOf(answers(oracle, questions)))
                .toList();
    }

    private String familyOf(List<Double> answers) {
        return signatures.stream()
                .min(Comparator.comparingDouble(signature -> distance(signature.answers(), answers)))
                .map(Signature::family)
                .orElse("");
    }

    /** The scores shown; NaN where a query was not answered. */
    private static List<Double> answers(Oracle oracle, Rows questions) {
        Oracle.Answers answers = oracle.ask(new int[questions.size()], questions);
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.answered(i) ? answers.score(i) : Double.NaN)
                .toList();
    }

    /** The sum of differences over what both answered. */
    private static double distance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            double difference = Math.abs(a.get(i) - b.get(i));
            sum += Double.isNaN(difference) ? 0 : difference;
        }
        return sum;
    }
}
