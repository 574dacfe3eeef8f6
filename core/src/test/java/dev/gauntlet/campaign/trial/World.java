package dev.gauntlet.campaign.trial;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A laboratory in the making, on rows to check by hand: one feature counts, and the detector alarms from 5 on.
 *
 * @param matrix what the detector's trainer makes of the rows it is shown
 * @param shown the rows it was shown
 */
record World(
        Dataset train,
        Dataset validation,
        Dataset test,
        Function<Dataset, Model> matrix,
        List<Dataset> shown,
        Budget budget,
        int victims) {
    private static final Dataset NONE = Fake.rows(0, new double[0], new double[0]);

    /** A world where nothing has been learnt yet. */
    static World of(Dataset train, Dataset validation, Dataset test) {
        return new World(
                train,
                validation,
                test,
                data -> Toy.threshold(5),
                Collections.synchronizedList(new ArrayList<>()),
                Toy.budget(),
                12);
    }

    /** A world for trials that only look at test rows. */
    static World of(Dataset test) {
        return of(Fake.rows(500, new double[] {8}, new double[] {2}), NONE, test);
    }

    World learning(Function<Dataset, Model> other) {
        return new World(train, validation, test, other, shown, budget, victims);
    }

    World with(Budget other) {
        return new World(train, validation, test, matrix, shown, other, victims);
    }

    World withVictims(int most) {
        return new World(train, validation, test, matrix, shown, budget, most);
    }

    Lab lab() {
        return lab(Toy.threshold(5));
    }

    Lab lab(Model model) {
        Trainer learner = new Fake.Learner(matrix, shown);
        return new Lab(
                new Split.Parts(train, validation, test),
                validation,
                new Train(learner, 0.5),
                model,
                Toy.forest(),
                List.of(learner),
                Optional.empty(),
                ThreatModel.standard().withBudget(budget),
                victims);
    }

    /** The toy laboratory with another budget, model, algorithms and so on. */
    static Lab toy(Budget budget) {
        Lab lab = Toy.lab();
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                new dev.gauntlet.model.learn.NaiveBayes(),
                lab.trainers(),
                lab.raw(),
                lab.threat().withBudget(budget),
                12);
    }

    static Arm arm(List<Arm> arms, Arm.Name name) {
        return arms.stream().filter(arm -> arm.name() == name).findFirst().orElseThrow();
    }

    static Interval damage(List<Arm> arms, Arm.Name name) {
        return arm(arms, name).damage();
    }

    static double fact(List<Arm> arms, Arm.Name name, String fact) {
        return Objects.requireNonNull(arm(arms, name).facts().get(fact), fact).value();
    }
}
