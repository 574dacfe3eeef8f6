package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
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
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.BoundarySearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Attacks its own detector on training rows, adds what evaded under its true label, and trains again; several rounds,
 * each on the detector of the one before.
 */
@AutoService(Defence.class)
public record AdversarialTraining(
        @Param(value = "rounds of attack and training", low = 1, high = 20)
        int rounds,

        @Param(value = "malicious training rows attacked per round", low = 1, high = 1e6)
        int victims)
        implements TrainingDefence {
    private static final int STARTS = 8;
    private static final int ROUNDS = 5;

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
        int[] some =
                run.child("pool").rng().sample(IntStream.range(0, pool.size()).toArray(), 3000);
        Goal goal = assumed.goals().evade();
        List<List<double[]>> donors = StartingPoints.of(own, pool.select(some), goal, STARTS, run.child("donors"));
        List<BoundarySearch> searches = IntStream.range(0, own.size())
                .mapToObj(v -> new BoundarySearch(
                        new FeasibleSet(
                                own.schema(), assumed.budget(), own.rows().row(v)),
                        donors.get(v),
                        ROUNDS,
                        run.child("search").child(v).rng()))
                .toList();
        Oracle home =
                Oracle.of(model, Access.LABEL, Screen.OPEN, assumed.budget().queries(), own.size());
        List<Progress> found = new BatchedQueries(own.schema(), assumed.budget(), goal).run(searches, own, home, run);
        List<double[]> rows = new ArrayList<>();
        List<Integer> victims = new ArrayList<>();
        for (int v = 0; v < own.size(); v++) {
            if (found.get(v).best().isPresent()) {
                rows.add(found.get(v).best().orElseThrow());
                victims.add(v);
            }
        }
        Dataset survivors =
                own.select(victims.stream().mapToInt(Integer::intValue).toArray());
        return rows.isEmpty() ? survivors : survivors.withRows(Rows.of(rows.toArray(double[][]::new)));
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
    public String source() {
        return "Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, ICLR 2018; Kantchelian, Tygar, Joseph, ICML 2016";
    }

    @Override
    public String advice() {
        return "Train on evasions that a real attacker could make, and drop features that are cheap to change.";
    }
}
