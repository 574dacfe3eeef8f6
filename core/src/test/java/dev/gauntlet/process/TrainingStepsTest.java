package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.Objective;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.process.train.Search;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Train, policy, evaluate and infer. */
final class TrainingStepsTest {
    private static final Split.Parts PARTS = new Split(0.3, 0.4).apply(Toy.clusters(360, 1), Toy.run());

    /** Always the same detector by hand, which finds malice from x on. */
    record Fixed(String name, double x) implements Trainer {
        @Override
        public Model train(Dataset data, Run run) {
            return Toy.threshold(x);
        }

        @Override
        public String id() {
            return name;
        }

        @Override
        public String summary() {
            return "Fixed.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    private static double falsePositiveRate(Model model, Dataset rows) {
        boolean[] alarms = model.alarms(rows.rows());
        return IntStream.of(rows.benignRows()).filter(i -> alarms[i]).count() / (double) rows.benignRows().length;
    }

    @Test
    void theThresholdKeepsTheFalsePositiveRateOnValidation() {
        for (double rate : new double[] {0, 0.01, 0.1, 0.5}) {
            Model model = new Train(Toy.forest(), rate).apply(PARTS.train(), PARTS.validation(), Toy.run());
            assertThat(falsePositiveRate(model, PARTS.validation())).isLessThanOrEqualTo(rate);
        }
    }

    @Test
    void aHigherRateNeverFindsLess() {
        double last = 0;
        for (double rate : new double[] {0, 0.05, 0.2, 0.5}) {
            Model model = new Train(Toy.forest(), rate).apply(PARTS.train(), PARTS.validation(), Toy.run());
            double recall = new Evaluate()
                    .apply(model, PARTS.test())
                    .confusion()
                    .recall()
                    .value();
            assertThat(recall).isGreaterThanOrEqualTo(last);
            last = recall;
        }
        assertThat(last).isGreaterThan(0.9);
    }

    @Test
    void calibrationMovesTheThresholdOnly() {
        Model model = Toy.threshold(5);
        Model moved = new Train(Toy.forest(), 0).calibrate(model, PARTS.validation());
        assertThat(moved.kernel()).isSameAs(model.kernel());
        assertThat(new Train(Toy.forest(), 0.1)
                        .with(new Fixed("a", 1))
                        .trainer()
                        .id())
                .isEqualTo("a");
        assertThatThrownBy(() -> new Train(Toy.forest(), 0.6)).hasMessageStartingWith("falsePositiveRate must be in");
    }

    private static Policy.Outcome decide(double leastRecall, double... thresholds) {
        List<Trainer> candidates = IntStream.range(0, thresholds.length)
                .mapToObj(i -> (Trainer) new Fixed("t" + i, thresholds[i]))
                .toList();
        return new Policy(candidates, new Criteria(leastRecall), 1, Optional.empty())
                .apply(PARTS, new Train(candidates.get(0), 0.1), Toy.run());
    }

    @Test
    void thePolicyTakesTheFirstThatMeetsTheCriteria() {
        Policy.Outcome outcome = decide(0.9, 5, 4.9);
        assertThat(outcome.trainer().id()).isEqualTo("t0");
        assertThat(outcome.decisions()).hasSize(1);
        assertThat(outcome.decisions().get(0).accepted()).isTrue();
        assertThat(outcome.decisions().get(0).reason())
                .contains("reaches 0.900")
                .endsWith("accepted");
    }

    @Test
    void thePolicyDiscardsAndTakesTheNext() {
        Policy.Outcome outcome = decide(0.9, 8, 7, 5, 4.9);
        assertThat(outcome.trainer().id()).isEqualTo("t2");
        assertThat(outcome.decisions()).extracting(Policy.Decision::accepted).containsExactly(false, false, true);
        assertThat(outcome.model().threshold()).isEqualTo(1);
    }

    @Test
    void thePolicyTakesTheBestIfNoneMeetsTheCriteria() {
        Policy.Outcome outcome = decide(1, 8, 6.5, 7);
        assertThat(outcome.trainer().id()).isEqualTo("t1");
        assertThat(outcome.decisions()).hasSize(3).noneMatch(Policy.Decision::accepted);
    }

    /** Two settings, two detectors by hand. */
    record Settled(double x, double other) implements Trainer {
        @Override
        public Model train(Dataset data, Run run) {
            return Toy.threshold(x);
        }

        @Override
        public List<Settled> settings() {
            return List.of(this, new Settled(other, x));
        }

        @Override
        public String summary() {
            return "Settled.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void thePolicyTakesEachOfItsPaths() {
        // From 8 and 7 on too little is found, from 5 and 4.9 on enough.
        List<Trainer> candidates = List.of(new Settled(8, 7), new Settled(5, 4.9));
        Policy.Outcome outcome = new Policy(candidates, new Criteria(0.9), 2, Optional.empty())
                .apply(PARTS, new Train(candidates.get(0), 0.1), Toy.run());
        assertThat(outcome.decisions())
                .extracting(Policy.Decision::action)
                .containsExactly(
                        Policy.Action.ADJUST, Policy.Action.REPLACE, Policy.Action.DISCARD, Policy.Action.ACCEPT);
        assertThat(outcome.trainer()).isEqualTo(new Settled(5, 4.9));
        assertThat(outcome.lacking()).isEmpty();
    }

    @Test
    void theBestOfThoseThatDoNotSatisfyLacksWhatItWasComparedWith() {
        List<Trainer> candidates = List.of(new Settled(8, 7), new Settled(9, 8.5));
        Policy.Outcome outcome = new Policy(candidates, new Criteria(0.9), 2, Optional.empty())
                .apply(PARTS, new Train(candidates.get(0), 0.1), Toy.run());
        assertThat(outcome.trainer()).isEqualTo(new Settled(7, 8));
        assertThat(outcome.lacking())
                .contains(outcome.decisions().get(1).reason().replace(": discarded, next algorithm", ""))
                .hasValueSatisfying(text -> assertThat(text).matches("recall 0\\.\\d{3} is below 0\\.900"));
    }

    @Test
    void everyCriterionMustHold() {
        Policy.Outcome outcome = new Policy(List.of(new Fixed("t0", 7)), new Criteria(0.1, 0, 1), 1, Optional.empty())
                .apply(PARTS, new Train(new Fixed("t0", 7), 0.1), Toy.run());
        assertThat(outcome.decisions().get(0).reason())
                .contains("reaches 0.100")
                .contains("is below 1.000");
        assertThat(outcome.decisions().get(0).action()).isEqualTo(Policy.Action.SETTLE);
        Evaluate.Evaluation evaluation = new Evaluate.Evaluation(new Confusion(9, 1, 9, 1), 0.9, 0.8, 1);
        assertThat(new Criteria(0.9, 0.9, 0.8).hold(evaluation)).isTrue();
        assertThat(new Criteria(0.9, 0.91, 0.8).hold(evaluation)).isFalse();
        assertThat(new Criteria(0.91, 0.9, 0.8).hold(evaluation)).isFalse();
        assertThat(new Criteria(0.9, 0.9, 0.81).hold(evaluation)).isFalse();
        assertThat(new Criteria(0, 0, 0).hold(evaluation)).isTrue();
    }

    @Test
    void aSearchsTrialsStandOnRecord() {
        Search search = new Search(new Search.Strategy.Halving(2), 4, 2, new Objective.RecallAt(0.1));
        Policy.Outcome outcome = new Policy(List.of(Toy.forest()), new Criteria(0.1), 1, Optional.of(search))
                .apply(PARTS, new Train(Toy.forest(), 0.1), Toy.run());
        List<Policy.Decision> decisions = outcome.decisions();
        assertThat(decisions.get(decisions.size() - 1).action()).isEqualTo(Policy.Action.ACCEPT);
        assertThat(decisions.subList(0, decisions.size() - 1))
                .hasSize(3)
                .allMatch(decision -> decision.reason().startsWith("trial "));
        assertThat(outcome.trainer().toString())
                .isEqualTo(decisions.get(decisions.size() - 1).setting());
    }

    @Test
    void trainingCalibratesWhereItIsAskedTo() {
        Train step = new Train(Toy.forest(), new OperatingPoint.Cost(1, 1), Optional.of(Calibration.PLATT));
        Model model = step.apply(PARTS.train(), PARTS.validation(), Toy.run());
        assertThat(model.calibration()).isPresent();
        assertThat(model.kernel().form()).isEqualTo("trees");
        assertThat(step.point().stricter(0.5)).isEqualTo(new OperatingPoint.Cost(0.5, 1));
        assertThat(new Train(Toy.forest(), 0.1).point().stricter(0.5))
                .isEqualTo(new OperatingPoint.FalsePositives(0.05));
    }

    @Test
    void thePolicyNeedsCandidates() {
        assertThatThrownBy(() -> new Policy(List.of(), new Criteria(0.5), 1, Optional.empty()))
                .hasMessage("candidates must not be empty");
    }

    /** Rows at x = 1, 6 benign and 4, 7 malicious, half a day apart. */
    private static Dataset four() {
        double[] x = {1, 6, 4, 7};
        return Dataset.of(
                        Toy.plain(),
                        dev.gauntlet.data.Rows.fill(4, 4, (i, j) -> j == 0 ? x[i] : 0),
                        new int[] {0, 0, 1, 1},
                        List.of("benign", "malicious"))
                .withIds(new long[] {10, 11, 12, 13});
    }

    @Test
    void evaluationCountsAlarmsAndRanksScores() {
        Evaluate.Evaluation found = new Evaluate().apply(Toy.threshold(5), four());
        assertThat(found.confusion()).isEqualTo(new dev.gauntlet.measure.Confusion(1, 1, 1, 1));
        assertThat(found.rocAuc()).isEqualTo(0.5);
        assertThat(found.prAuc()).isEqualTo(0.5);
        assertThat(found.alertsPerDay()).isNaN();
    }

    @Test
    void alertsAreCountedPerDayAndADayIsTheLeast() {
        double day = 86_400;
        Dataset two = four().withTimes(new double[] {day, 0, 4 * day, 2 * day});
        assertThat(new Evaluate().apply(Toy.threshold(5), two).alertsPerDay()).isCloseTo(0.5, within(1e-12));
        Dataset hour = four().withTimes(new double[] {0, 10, 20, 3600});
        assertThat(new Evaluate().apply(Toy.threshold(5), hour).alertsPerDay()).isEqualTo(2);
    }

    @Test
    void inferenceGivesVerdictsInOrderWithTheDigestOfTheModel() {
        Model model = Toy.threshold(5);
        Verdicts verdicts = new Infer().apply(model, four());
        assertThat(verdicts.list()).extracting(Verdicts.Verdict::row).containsExactly(10L, 11L, 12L, 13L);
        assertThat(verdicts.list()).extracting(Verdicts.Verdict::sequence).containsExactly(0L, 1L, 2L, 3L);
        assertThat(verdicts.list()).extracting(Verdicts.Verdict::malicious).containsExactly(false, true, false, true);
        assertThat(verdicts.list())
                .allMatch(v ->
                        v.model().equals(Bundle.of(model).digest()) && v.tag().isEmpty());
    }
}
