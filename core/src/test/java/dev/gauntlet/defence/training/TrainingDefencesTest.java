package dev.gauntlet.defence.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.BoundarySearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TrainingDefencesTest {
    private static final Split.Parts PARTS =
            new Split.Parts(Toy.clusters(300, 1), Toy.clusters(150, 2), Toy.clusters(150, 3));
    private static final AttackerContext ATTACKER =
            Toy.grant(PARTS.validation()).withBudget(new Budget(0.1, 0.15, 60, 20, 0.1));

    private static double success(Model model) {
        Dataset test = PARTS.test();
        boolean[] alarms = model.alarms(test.rows());
        int[] found = IntStream.of(test.maliciousRows()).filter(i -> alarms[i]).toArray();
        Dataset victims = test.select(found);
        List<List<double[]>> donors = StartingPoints.of(victims, PARTS.validation(), new Goal.Silence(), 8, Toy.run());
        List<BoundarySearch> searches = IntStream.range(0, victims.size())
                .mapToObj(v -> new BoundarySearch(
                        new FeasibleSet(
                                ATTACKER.schema(),
                                ATTACKER.budget(),
                                victims.rows().row(v)),
                        donors.get(v),
                        5,
                        Toy.run().child(v).rng()))
                .toList();
        Oracle oracle = Oracle.of(model, Access.LABEL, Screen.OPEN, 60, victims.size());
        return new BatchedQueries(ATTACKER.schema(), ATTACKER.budget(), new Goal.Silence())
                        .run(searches, victims, oracle, Run.seeded(1)).stream()
                                .filter(one -> one.best().isPresent())
                                .count()
                / (double) victims.size();
    }

    @Test
    void adversarialTrainingLowersTheSuccessOfEvasion() {
        Train step = new Train(new NeuralNetwork(2, 16, 40, 32, 5e-3), 0.05);
        double plain = 0;
        double hard = 0;
        for (int seed = 0; seed < 4; seed++) {
            Run run = Run.seeded(seed);
            plain += success(step.apply(PARTS.train(), PARTS.validation(), run));
            hard += success(new AdversarialTraining(2, 100)
                    .harden(Learner.PLAIN, step, PARTS, ThreatModel.standard().withBudget(ATTACKER.budget()), run));
        }
        assertThat(plain / 4).isGreaterThan(0.15);
        assertThat(hard).isLessThan(0.75 * plain);
    }

    @Test
    void adversarialTrainingDoesTheSameAgain() {
        Train step = new Train(Toy.forest(), 0.05);
        double[] first = new AdversarialTraining(1, 20)
                .harden(Learner.PLAIN, step, PARTS, ThreatModel.standard().withBudget(ATTACKER.budget()), Run.seeded(1))
                .malice(PARTS.test().rows());
        assertThat(new AdversarialTraining(1, 20)
                        .harden(
                                Learner.PLAIN,
                                step,
                                PARTS,
                                ThreatModel.standard().withBudget(ATTACKER.budget()),
                                Run.seeded(1))
                        .malice(PARTS.test().rows()))
                .containsExactly(first);
    }

    private static Model regularised(Trainer trainer, RegularisedTraining defence) {
        return defence.harden(
                Learner.PLAIN,
                new Train(trainer, 0.05),
                PARTS,
                ThreatModel.standard().withBudget(ATTACKER.budget()),
                Toy.run());
    }

    @Test
    void regularisedTrainingLimitsDepthAndLeaves() {
        RegularisedTraining defence = new RegularisedTraining(3, 15, 10);
        Model expected =
                new Train(new RandomForest(10, 3, 15, 0.5), 0.05).apply(PARTS.train(), PARTS.validation(), Toy.run());
        assertThat(regularised(new RandomForest(10, 0, 1, 0.5), defence)
                        .malice(PARTS.test().rows()))
                .containsExactly(expected.malice(PARTS.test().rows()));
    }

    @Test
    void regularisedTrainingRaisesThePenaltyOfALinearModel() {
        Model expected =
                new Train(new LogisticRegression(50), 0.05).apply(PARTS.train(), PARTS.validation(), Toy.run());
        assertThat(regularised(new LogisticRegression(), new RegularisedTraining(4, 20, 50))
                        .malice(PARTS.test().rows()))
                .containsExactly(expected.malice(PARTS.test().rows()));
    }

    @Test
    void regularisedTrainingLeavesAloneWhatHasNoSuchParameter() {
        Model plain = new Train(new NaiveBayes(), 0.05).apply(PARTS.train(), PARTS.validation(), Toy.run());
        assertThat(regularised(new NaiveBayes(), new RegularisedTraining())
                        .malice(PARTS.test().rows()))
                .containsExactly(plain.malice(PARTS.test().rows()));
    }
}
