package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can training rows be distinguished from others? As many training as test rows are candidates, of which a random half
 * is used to learn the threshold (fitted again for every defended detector) and the other half for evaluation. The
 * random attacker guesses.
 */
final class MembershipTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS =
            Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED, "auc", "truePositivesAt1Percent");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
            .with(Arm.Name.DEFENDED, "auc", "truePositivesAt1Percent")
            .with(Arm.Name.ADAPTIVE, "auc", "truePositivesAt1Percent");

    private static final int MOST = 2000;

    private final Lab lab;
    private final Map<String, Model> hardened;
    private final MembershipAttack attack;
    private final Run run;
    private final Dataset candidates;
    private final boolean[] member;

    MembershipTrial(Lab lab, Map<String, Model> hardened, MembershipAttack attack, Run run) {
        this.lab = lab;
        this.hardened = hardened;
        this.attack = attack;
        this.run = run;
        Dataset train = lab.parts().train();
        Dataset test = lab.parts().test();
        int each = Math.min(MOST, Math.min(train.size(), test.size()));
        int[] in = run.child("in").rng().sample(IntStream.range(0, train.size()).toArray(), each);
        int[] out =
                run.child("out").rng().sample(IntStream.range(0, test.size()).toArray(), each);
        Dataset both = train.select(in).append(test.select(out));
        int[] mixed = run.child("mix").rng().permutation(both.size());
        this.candidates = both.select(mixed);
        this.member = new boolean[mixed.length];
        for (int i = 0; i < mixed.length; i++) {
            member[i] = mixed[i] < each;
        }
    }

    @Override
    public String measure() {
        return "share of rows whose membership in the training set is guessed correctly";
    }

    @Override
    public List<Arm> undefended() {
        var coin = run.child("null").rng();
        boolean[] lucky = new boolean[member.length - member.length / 2];
        for (int i = 0; i < lucky.length; i++) {
            lucky[i] = coin.chance(0.5) == member[member.length / 2 + i];
        }
        return List.of(
                new Arm(Arm.Name.NULL, Interval.share(lucky)),
                guessed(Arm.Name.ATTACKED, lab.model(), Optional.empty(), Optional.empty()));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        Model model = lab.model();
        Optional<QueryDefence> guard = Optional.empty();
        if (defence instanceof TrainingDefence) {
            model = hardened.getOrDefault(defence.id(), model);
        } else if (defence instanceof QueryDefence rounding) {
            guard = Optional.of(rounding);
        } else {
            return List.of();
        }
        double old = threshold(suspicion(lab.model(), Optional.empty()));
        return List.of(
                lab.missed(Arm.Name.DEFENDED_CLEAN, model),
                guessed(Arm.Name.DEFENDED, model, guard, Optional.of(old)),
                guessed(Arm.Name.ADAPTIVE, model, guard, Optional.empty()));
    }

    private double[] suspicion(Model model, Optional<QueryDefence> guard) {
        Oracle oracle = lab.oracle(model, attack, guard, candidates.size());
        return attack.suspicion(oracle, candidates, lab.knowingAlgorithm(), run.child("attack"));
    }

    /** The threshold with the best balance of right answers on the first half. */
    private double threshold(double[] suspicion) {
        int half = member.length / 2;
        Integer[] order = IntStream.range(0, half).boxed().toArray(Integer[]::new);
        Arrays.sort(order, java.util.Comparator.comparingDouble((Integer i) -> -suspicion[i]));
        int balance = 0;
        int best = 0;
        double threshold = Double.POSITIVE_INFINITY;
        for (int k = 0; k < half; k++) {
            balance += member[order[k]] ? 1 : -1;
            boolean lastOfTie = k + 1 == half || suspicion[order[k + 1]] != suspicion[order[k]];
            if (lastOfTie && balance > best) {
                best = balance;
                threshold = suspicion[order[k]];
            }
        }
        return threshold;
    }

    private Arm guessed(Arm.Name name, Model model, Optional<QueryDefence> guard, Optional<Double> known) {
        double[] suspicion = suspicion(model, guard);
        double threshold = known.orElseGet(() -> threshold(suspicion));
        int half = member.length / 2;
        boolean[] right = new boolean[member.length - half];
        boolean[] truth = Arrays.copyOfRange(member, half, member.length);
        for (int i = 0; i < right.length; i++) {
            right[i] = suspicion[half + i] >= threshold == truth[i];
        }
        Ranking ranking = Ranking.of(Arrays.copyOfRange(suspicion, half, member.length), truth);
        double strict = ranking.thresholdAt(0.01);
        int caught = 0;
        int members = 0;
        for (int i = 0; i < truth.length; i++) {
            members += truth[i] ? 1 : 0;
            caught += truth[i] && suspicion[half + i] >= strict ? 1 : 0;
        }
        return new Arm(name, Interval.share(right))
                .with("auc", ranking.rocAuc())
                .with("truePositivesAt1Percent", Interval.share(caught, members));
    }
}
