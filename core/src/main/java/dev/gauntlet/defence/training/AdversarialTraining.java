package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Attacks its own detector on training rows, adds what evaded under its true label, and trains again; several rounds,
 * each on the detector of the one before. Its search ({@link OwnEvasions}) asks for verdicts only. The searches that test the result by
 * verdicts, by scores and exactly are others, so that the detector cannot just learn to stop the search that judges it;
 * {@code transfer-evasion} uses it too, but on a substitute.
 */
@AutoService(Defence.class)
public record AdversarialTraining(
        @Param(value = "rounds of attack and training", low = 1, high = 20)
        int rounds,

        @Param(value = "malicious training rows attacked per round", low = 1, high = 1e6)
        int victims)
        implements TrainingDefence {
    public AdversarialTraining {
        Catalogue.check(AdversarialTraining.class, rounds, victims);
    }

    public AdversarialTraining() {
        this(2, 800);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        Dataset train = parts.train();
        Model model = inner.learn(step, parts, assumed, run.child("start"));
        int[] starts = assumed.goals().evade().starts(train);
        for (int round = 0; round < rounds; round++) {
            Run now = run.child("round").child(round);
            int[] chosen = now.rng().sample(starts, victims);
            train = train.append(passed(model, parts.train().select(chosen), parts.train(), assumed, now));
            model = inner.learn(step, parts.withTrain(train), assumed, now.child("train"));
        }
        return model;
    }

    private static Dataset passed(Model model, Dataset own, Dataset pool, ThreatModel assumed, Run run) {
        List<Optional<double[]>> found = OwnEvasions.of(model, own, pool, assumed, run);
        int[] evading = IntStream.range(0, own.size())
                .filter(v -> found.get(v).isPresent())
                .toArray();
        double[][] rows = found.stream().flatMap(Optional::stream).toArray(double[][]::new);
        Dataset survivors = own.select(evading);
        return rows.length == 0 ? survivors : survivors.withRows(Rows.of(rows));
    }

    @Override
    public Set<String> against() {
        return Set.of("evasion");
    }

    @Override
    public String summary() {
        return "Trains on evasions of itself with their true label.";
    }

    @Override
    public String when() {
        return "Use it where attackers can change features within limits that you know. It costs a few more trainings, often some recall, and holds only against changes like those it saw.";
    }

    @Override
    public String source() {
        return "Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, ICLR 2018; Kantchelian, Tygar, Joseph, ICML 2016";
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String advice() {
        return "Train on evasions that a real attacker could make, and drop features that are cheap to change.";
    }
}
