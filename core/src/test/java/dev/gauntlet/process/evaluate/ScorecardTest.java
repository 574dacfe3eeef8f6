package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScorecardTest {
    private static final Split.Parts PARTS = new Split(0.3, 0.4).apply(Toy.clusters(360, 1), Toy.run());
    private static final Model MODEL =
            new Train(new RandomForest(), 0.05).apply(PARTS.train(), PARTS.validation(), Toy.run());

    private static final Optional<OperatingPoint.Cost> PRICE = Optional.of(new OperatingPoint.Cost(50, 2));

    private static Scorecard card(Dataset train, Dataset test) {
        return Scorecard.of(MODEL, train, test, Optional.of(new BaseRate(0.001, 10_000)), PRICE, Toy.run());
    }

    @Test
    void figuresAreThoseOfTheAlarms() {
        Scorecard card = card(PARTS.train(), PARTS.test());
        Confusion expected =
                Confusion.of(PARTS.test().malice(), MODEL.alarms(PARTS.test().rows()));
        assertThat(card.confusion()).isEqualTo(expected);
        double recall = expected.recall().value();
        double wrong = expected.falsePositiveRate().value();
        Scorecard.Field field = card.field().orElseThrow();
        assertThat(field.alertsPerDay()).isCloseTo(10 * recall + 9990 * wrong, within(1e-9));
        assertThat(field.precision()).isCloseTo(10 * recall / (10 * recall + 9990 * wrong), within(1e-12));
    }

    @Test
    void costsAreComparedWithAllAlarmsAndNone() {
        Costs costs = Costs.of(new Confusion(90, 4, 196, 10), new OperatingPoint.Cost(50, 2), Optional.empty());
        assertThat(costs.perThousand().cost().value()).isCloseTo(1000 * (10 * 50 + 4 * 2) / 300.0, within(1e-9));
        assertThat(costs.perThousand().never()).isCloseTo(1000 * 100 * 50 / 300.0, within(1e-9));
        assertThat(costs.perThousand().always()).isCloseTo(1000 * 200 * 2 / 300.0, within(1e-9));
        assertThat(costs.perDay()).isEmpty();
        // Only misses cost: the interval is that of the misses, 10 of 100, Wilson's 0.0552 to 0.1744.
        Costs missed = Costs.of(new Confusion(90, 4, 196, 10), new OperatingPoint.Cost(3, 0), Optional.empty());
        assertThat(missed.perThousand().cost().low()).isCloseTo(1000 * 0.05523, within(0.05));
        assertThat(missed.perThousand().cost().high()).isCloseTo(1000 * 0.17437, within(0.05));
        Confusion found = card(PARTS.train(), PARTS.test()).confusion();
        double day = card(PARTS.train(), PARTS.test())
                .costs()
                .orElseThrow()
                .perDay()
                .orElseThrow()
                .cost()
                .value();
        assertThat(day)
                .isCloseTo(
                        10 * 50 * (1 - found.recall().value())
                                + 9990 * 2 * found.falsePositiveRate().value(),
                        within(1e-6));
    }

    @Test
    void aRateThatNoBenignRowCanShowIsReportedToBeBeyondTheData() {
        List<Scorecard.RecallAt> at = card(PARTS.train(), PARTS.test()).recallAt();
        assertThat(at).extracting(Scorecard.RecallAt::falsePositiveRate).containsExactly(0.01, 0.001, 0.0001);
        assertThat(at.get(2).enough()).isFalse();
    }

    private static Scorecard of(Slice... slices) {
        Scorecard card = Toy.evaluation().scorecard();
        return new Scorecard(
                card.confusion(),
                card.unjudged(),
                card.distinctScores(),
                card.bySource(),
                card.rocAuc(),
                card.prAuc(),
                card.recallAt(),
                card.reliability(),
                card.field(),
                card.costs(),
                card.alertsPerDay(),
                List.of(slices));
    }

    @Test
    void recallOverTimeIsTheAreaUnderTheDaysThatHaveMaliciousRows() {
        Slice first = new Slice("day", "2024-03-04", false, new Confusion(4, 0, 9, 0));
        Slice quiet = new Slice("day", "2024-03-05", false, new Confusion(0, 1, 9, 0));
        Slice last = new Slice("day", "2024-03-06", false, new Confusion(1, 0, 9, 3));
        Slice kind = new Slice("kind", "scan", false, new Confusion(0, 0, 0, 4));
        assertThat(of(kind, first, quiet, last).recallByDay().orElseThrow().area())
                .isCloseTo((1 + 0.25) / 2, within(1e-12));
        assertThat(of(kind, first, quiet).recallByDay()).isEmpty();
    }

    @Test
    void anomalyScoresAreNotProbabilities() {
        Model anomalies = new IsolationForest().train(PARTS.train(), Toy.run());
        assertThat(Scorecard.of(anomalies, PARTS.train(), PARTS.test(), Optional.empty(), Optional.empty(), Toy.run())
                        .reliability())
                .isEmpty();
        assertThat(card(PARTS.train(), PARTS.test()).reliability()).isPresent();
    }

    @Test
    void intervalsBySourceAreWiderThanByRowWhereRowsGoTogether() {
        Dataset test = PARTS.test();
        double[] malice = MODEL.malice(test.rows());
        double[] sorted = malice.clone();
        java.util.Arrays.sort(sorted);
        Model strict = MODEL.withThreshold(sorted[(int) (0.85 * sorted.length)]);
        boolean[] alarms = strict.alarms(test.rows());
        String[] one = IntStream.range(0, test.size())
                .mapToObj(i -> alarms[i] ? "loud" + i % 2 : "quiet" + i % 2)
                .toArray(String[]::new);
        Scorecard card = Scorecard.of(
                strict, PARTS.train(), test.withSources(one), Optional.empty(), Optional.empty(), Toy.run());
        var bySource = card.bySource().orElseThrow().recall();
        var byRow = card.confusion().recall();
        assertThat(bySource.value()).isCloseTo(byRow.value(), within(1e-12));
        assertThat(bySource.high() - bySource.low()).isGreaterThan(byRow.high() - byRow.low());
    }

    @Test
    void aKindThatTrainingNeverHadIsMarked() {
        Dataset test = PARTS.test();
        List<String> names = List.of("benign", "known", "new");
        int[] labels = IntStream.range(0, test.size())
                .map(i -> test.malicious(i) ? 1 + i % 2 : 0)
                .toArray();
        int[] seen = IntStream.range(0, PARTS.train().size())
                .map(i -> PARTS.train().malicious(i) ? 1 : 0)
                .toArray();
        Scorecard card = card(PARTS.train().withLabels(seen, names), test.withLabels(labels, names));
        assertThat(card.slices())
                .filteredOn(slice -> slice.by().equals("kind"))
                .extracting(Slice::name, Slice::unseen)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("benign", false),
                        org.assertj.core.groups.Tuple.tuple("known", false),
                        org.assertj.core.groups.Tuple.tuple("new", true));
    }

    @Test
    void slicesOfAColumnAddUpToTheWhole() {
        Scorecard card = card(PARTS.train(), PARTS.test());
        int alarms = card.slices().stream()
                .filter(slice -> slice.by().equals("day"))
                .mapToInt(slice ->
                        slice.confusion().truePositives() + slice.confusion().falsePositives())
                .sum();
        assertThat(alarms)
                .isPositive()
                .isEqualTo(card.confusion().truePositives() + card.confusion().falsePositives());
    }

    @Test
    void eachPartOfAnEvaluationIsNamedAsItBegins() {
        List<String> begun = new ArrayList<>();
        Evaluation.of(
                MODEL,
                PARTS,
                Unjudged.NONE,
                new OperatingPoint.FalsePositives(0.05),
                new DataChecks(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), true),
                Toy.run(),
                begun::add);
        assertThat(begun)
                .containsExactly(
                        "scores on test rows",
                        "baseline 1 of 3, rules on one feature",
                        "baseline 2 of 3, a single split",
                        "baseline 3 of 3, logistic regression",
                        "data checks");
    }

    @Test
    void baselinesAreMeasuredOnTheTestPart() {
        List<Baseline> baselines = Baseline.all(PARTS, new OperatingPoint.FalsePositives(0.05), Toy.run(), what -> {});
        assertThat(baselines)
                .extracting(Baseline::id)
                .containsExactly("majority", "one-rule", "stump", "logistic-regression");
        assertThat(baselines.get(0).confusion().truePositives()).isZero();
        assertThat(baselines.get(1).prAuc()).isGreaterThan(0.5);
        int size = PARTS.test().size();
        for (Baseline baseline : baselines) {
            Confusion c = baseline.confusion();
            assertThat(c.truePositives() + c.falsePositives() + c.trueNegatives() + c.falseNegatives())
                    .isEqualTo(size);
        }
    }

    @Test
    void unjudgedMaliciousRowsAreMissedAtEveryThreshold() {
        Scorecard all = card(PARTS.train(), PARTS.test());
        Scorecard some = Scorecard.of(
                MODEL,
                PARTS.train(),
                PARTS.test(),
                new Unjudged(7, 3),
                Optional.of(new BaseRate(0.001, 10_000)),
                PRICE,
                Toy.run());
        assertThat(some.confusion()).isEqualTo(all.confusion().withMissed(7));
        int malicious = all.confusion().malicious();
        for (int i = 0; i < all.recallAt().size(); i++) {
            assertThat(some.recallAt().get(i).recall().n()).isEqualTo(malicious + 7);
            assertThat(some.recallAt().get(i).recall().value())
                    .isCloseTo(all.recallAt().get(i).recall().value() * malicious / (malicious + 7), within(1e-12));
        }
        assertThat(some.rocAuc()).isEqualTo(all.rocAuc());
        assertThat(some.confusion().falsePositiveRate())
                .isEqualTo(all.confusion().falsePositiveRate());
    }

    @Test
    void alertsPerDayCanBeThoseOfTheWholeStream() {
        Evaluation toy = Toy.evaluation();
        Scorecard card = toy.over(4).scorecard();
        assertThat(card.alertsPerDay()).isEqualTo(23);
        assertThat(card.confusion()).isEqualTo(toy.scorecard().confusion());
        assertThat(toy.over(Double.NaN).scorecard().alertsPerDay()).isNaN();
    }
}
