package dev.gauntlet.process.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.measure.Reliability;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.learn.NaiveBayes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CalibrationTest {
    /** A detector whose malice is the first feature. */
    private static final Model FIRST =
            new Model("by-hand", Toy.plain(), Encoding.identity(4), new LinearKernel(new double[] {1, 0, 0, 0}, 0), 5);

    private static Dataset rows(double[] x, int... labels) {
        return Dataset.of(
                Toy.plain(),
                Rows.fill(x.length, 4, (i, j) -> j == 0 ? x[i] : 0),
                labels,
                List.of("benign", "malicious"));
    }

    /** Rows whose log-odds of the malicious class are 2 x - 8. */
    private static Dataset known(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[] x = new double[size];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            x[i] = rng.between(0, 10);
            labels[i] = rng.chance(1 / (1 + StrictMath.exp(8 - 2 * x[i]))) ? 1 : 0;
        }
        return rows(x, labels);
    }

    @Test
    void plattFindsTheLineTheRowsWereDrawnFrom() {
        Model model = Calibration.PLATT.apply(FIRST, known(20_000, 1));
        double[] line = model.calibration().orElseThrow().numbers();
        assertThat(line[1]).isCloseTo(-8, within(0.6));
        assertThat(4 * line[0] + line[1]).isCloseTo(0, within(0.1));
        assertThat(10 * line[0] + line[1]).isCloseTo(12, within(0.8));
        assertThat(model.probability(rows(new double[] {4}, 0).rows())[0]).isCloseTo(0.5, within(0.025));
    }

    /** Where the loss is least, stated and targeted probabilities agree in sum, and in sum over the malice. */
    @Test
    void plattStopsWhereTheLossIsLeast() {
        Dataset rows = known(2000, 1);
        double[] p = Calibration.PLATT.apply(FIRST, rows).probability(rows.rows());
        double bad = rows.maliciousRows().length;
        double gap = 0;
        double tilt = 0;
        for (int i = 0; i < p.length; i++) {
            double target = rows.malicious(i) ? (bad + 1) / (bad + 2) : 1 / (p.length - bad + 2);
            gap += p[i] - target;
            tilt += (p[i] - target) * rows.rows().get(i, 0);
        }
        assertThat(gap).isCloseTo(0, within(1e-6));
        assertThat(tilt).isCloseTo(0, within(1e-6));
    }

    /** Two rows each at 0 and 1 that score 0 and 1: the targets are 1/4 and 3/4, which a line meets. */
    @Test
    void plattSmoothsTargetsByOneRowEach() {
        Model model = Calibration.PLATT.apply(FIRST, rows(new double[] {0, 0, 1, 1}, 0, 0, 1, 1));
        double[] p = model.probability(rows(new double[] {0, 1}, 0, 0).rows());
        assertThat(p).containsExactly(new double[] {0.25, 0.75}, within(1e-9));
    }

    @Test
    void isotonicPoolsWhatFalls() {
        // Of malice 1, 2, 2, 3, 4, 5 the truths are 0, 1, 0, 0, 1, 1: 2, 2 and 3 are pooled to one third.
        Dataset validation = rows(new double[] {1, 2, 2, 3, 4, 5}, 0, 1, 0, 0, 1, 1);
        Model model = Calibration.ISOTONIC.apply(FIRST, validation);
        double[] asked = {-9, 1, 1.5, 2, 2.5, 3, 3.5, 4, 99, Double.NaN};
        assertThat(model.probability(rows(asked, new int[10]).rows()))
                .containsExactly(
                        new double[] {0, 0, 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 2 / 3.0, 1, 1, 0}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void calibratesProbabilitiesAndKeepsTheOrder(Calibration calibration) {
        Dataset test = known(5000, 3);
        Model model = calibration.apply(FIRST, known(5000, 2));
        double before = Reliability.of(FIRST.probability(test.rows()), test.malice(), 10)
                .error();
        double after = Reliability.of(model.probability(test.rows()), test.malice(), 10)
                .error();
        assertThat(before).isGreaterThan(0.2);
        assertThat(after).isLessThan(0.02);
        assertThat(Ranking.of(model.malice(test.rows()), test.malice()).rocAuc())
                .isCloseTo(Ranking.of(FIRST.malice(test.rows()), test.malice()).rocAuc(), within(0.002));
        double[] x = IntStream.range(0, 200).mapToDouble(i -> i / 20.0).toArray();
        double[] p = model.probability(rows(x, new int[200]).rows());
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        assertThat(p).containsExactly(sorted);
    }

    @ParameterizedTest
    @EnumSource
    void survivesABundle(Calibration calibration) {
        Dataset data = Toy.clusters(200, 1);
        Model model = calibration.apply(new NaiveBayes().train(data, Toy.run()), Toy.clusters(200, 2));
        Model again = Bundle.of(model).model(data.schema());
        assertThat(again.scores(data.rows())).isEqualTo(model.scores(data.rows()));
        assertThat(again.threshold()).isEqualTo(model.threshold());
        assertThat(again.probability(data.rows())).isEqualTo(model.probability(data.rows()));
        assertThat(again.kernel().form()).isEqualTo("gaussian-bayes");
    }

    @Test
    void alarmsAreWhatReachesTheProbabilityOfTheThreshold() {
        Rows rows = known(300, 5).rows();
        for (Calibration calibration : Calibration.values()) {
            Model model = calibration.apply(FIRST, known(500, 1));
            double least = model.probability(model.threshold());
            double[] p = model.probability(rows);
            boolean[] alarms = model.alarms(rows);
            for (int i = 0; i < p.length; i++) {
                assertThat(alarms[i]).isEqualTo(p[i] >= least);
            }
        }
    }

    @Test
    void anIsotonicThresholdMovesUpToTheNextProbability() {
        // Pooled to 0 up to 3 and to 1 from 4 on; 2 lies within the zeros, and nothing lies above the ones.
        Dataset validation = rows(new double[] {1, 2, 3, 4, 5}, 0, 0, 0, 1, 1);
        Model low = Calibration.ISOTONIC.apply(FIRST.withThreshold(2), validation);
        assertThat(low.threshold()).isGreaterThanOrEqualTo(3).isLessThan(3.01);
        assertThat(low.alarms(validation.rows())).containsExactly(false, false, false, true, true);
        Model high = Calibration.ISOTONIC.apply(FIRST.withThreshold(4.5), validation);
        assertThat(high.alarms(validation.rows())).containsExactly(false, false, false, true, true);
        assertThat(Calibration.ISOTONIC
                        .apply(FIRST.withThreshold(3.5), validation)
                        .threshold())
                .isEqualTo(3.5);
    }

    @Test
    void theLowestScoreOfAProbabilityIsWhereItBegins() {
        Monotone steps = new Monotone.Steps(new double[] {0, 0.25, 2, 0.75, 4, 0.75, 6, 1});
        assertThat(steps.lowest(0.5)).isEqualTo(1);
        assertThat(steps.lowest(0.75)).isEqualTo(2);
        assertThat(steps.lowest(1)).isEqualTo(6);
        assertThat(steps.lowest(0.25)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(new Monotone.Steps(new double[] {0, 0.25}).lowest(0.5)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(new Monotone.Line(2, -8).lowest(0.5)).isEqualTo(4);
    }

    @Test
    void aLineKeepsGradientsAndDecisions() {
        Model model = Calibration.PLATT.apply(FIRST, known(500, 1));
        Rows rows = known(300, 5).rows();
        assertThat(model.alarms(rows)).containsExactly(FIRST.alarms(rows));
        assertThat(model.gradients()).isPresent();
    }

    @Test
    void refusesWhatCannotBeCalibrated() {
        for (Calibration calibration : Calibration.values()) {
            assertThatThrownBy(() -> calibration.apply(FIRST, known(50, 1).relabel(i -> i % 2 - 1)))
                    .hasMessage("validation needs benign and malicious rows but has 25 benign and 0 malicious");
        }
        Dataset upsideDown = rows(new double[] {1, 2, 8, 9}, 1, 1, 0, 0);
        assertThatThrownBy(() -> Calibration.PLATT.apply(FIRST, upsideDown)).hasMessageContaining("slope");
        assertThatThrownBy(() -> new Monotone.Steps(new double[] {0, 0.5, 1, 0.4}))
                .hasMessageContaining("knot 1");
        assertThatThrownBy(() -> new Monotone.Steps(new double[] {0, 0.5, 1, 1.4}))
                .hasMessageContaining("1.4");
        assertThatThrownBy(() -> Monotone.of("line", new double[] {1})).hasMessageContaining("line");
        assertThatThrownBy(() -> Monotone.of("curve", new double[] {1})).hasMessageContaining("curve");
    }

    private static double set(OperatingPoint point) {
        // From the most malicious on: bad, bad, good, bad, good and good at once, bad.
        double[] malice = {9, 8, 7, 6, 5, 5, 4};
        return point.threshold(malice, new boolean[] {true, true, false, true, false, false, true});
    }

    @Test
    void aFalsePositiveRateSetsTheThreshold() {
        assertThat(set(new OperatingPoint.FalsePositives(0))).isEqualTo(8);
        assertThat(set(new OperatingPoint.FalsePositives(0.4))).isEqualTo(6);
    }

    @Test
    void theThresholdIsWhereAlarmsAndMissesCostLeast() {
        assertThat(set(new OperatingPoint.Cost(1, 1))).isEqualTo(8);
        assertThat(set(new OperatingPoint.Cost(2, 1))).isEqualTo(6);
        assertThat(set(new OperatingPoint.Cost(3, 1))).isEqualTo(4);
        assertThat(set(new OperatingPoint.Cost(0, 1))).isGreaterThan(9);
        // Four of seven are malicious; where two in five are, a miss of 4 weighs what one of 2 does here.
        assertThat(set(new OperatingPoint.Cost(4, 1, 0.4))).isEqualTo(6);
        assertThat(set(new OperatingPoint.Cost(3, 1, 4 / 7.0))).isEqualTo(4);
        assertThat(set(new OperatingPoint.Cost(3, 1, 0.01))).isEqualTo(8);
        assertThat(new OperatingPoint.Cost(1, 1)
                        .apply(FIRST, rows(new double[] {1, 6, 7}, 0, -1, 1))
                        .threshold())
                .isEqualTo(7);
    }
}
