package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A number, a heavy-tailed number and a category of three, the last never seen in training. */
final class EncodingTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.real("plain", -10, 10),
            Feature.real("tailed", 0, 1e9),
            Feature.category("kind", List.of("a", "b", "c"))));
    private static final double NONE = Double.NaN;
    private static final Dataset TRAIN = Dataset.of(
            SCHEMA,
            Rows.of(
                    new double[] {1, 1, 0},
                    new double[] {3, 2, 0},
                    new double[] {NONE, 3, 0},
                    new double[] {2, 4, 1},
                    new double[] {2, 1_000, 1}),
            new int[] {0, 0, 1, 1, 1},
            List.of("good", "bad"));
    private static final Encoding TREES = Encoding.forTrees(TRAIN);
    private static final Encoding STANDARD = Encoding.standard(TRAIN);

    @Test
    void treesSeeNumbersAsTheyAreAndMissingAsMissing() {
        assertThat(TREES.encode(0, -7.5)).isEqualTo(-7.5);
        assertThat(TREES.encode(1, 1_000)).isEqualTo(1_000);
        assertThat(TREES.encode(0, NONE)).isNaN();
    }

    @Test
    void aCategoryBecomesTheSmoothedLogOddsOfTheMaliciousClass() {
        double prior = 4.0 / 7;
        double a = (1 + 2 * prior) / 5;
        assertThat(TREES.encode(2, 0)).isCloseTo(StrictMath.log(a / (1 - a)), within(1e-12));
        double b = (2 + 2 * prior) / 4;
        assertThat(TREES.encode(2, 1)).isCloseTo(StrictMath.log(b / (1 - b)), within(1e-12));
    }

    @Test
    void anUnseenUnknownOrMissingCategoryIsWorthThePrior() {
        double prior = StrictMath.log(4.0 / 3);
        for (double code : new double[] {2, -1, 3, 99, NONE}) {
            assertThat(TREES.encode(2, code)).isCloseTo(prior, within(1e-12));
        }
    }

    @Test
    void smoothModelsSeeMeanZeroAndDeviationOneAndMissingAsTheMean() {
        // 1, 3, 2, 2: mean 2, deviation root of a half.
        assertThat(STANDARD.encode(0, 2)).isZero();
        assertThat(STANDARD.encode(0, 3)).isCloseTo(StrictMath.sqrt(2), within(1e-12));
        assertThat(STANDARD.encode(0, NONE)).isZero();
    }

    @Test
    void aHeavyTailIsTakenByItsLogarithm() {
        double step = STANDARD.encode(1, StrictMath.expm1(2)) - STANDARD.encode(1, StrictMath.expm1(1));
        assertThat(STANDARD.encode(1, StrictMath.expm1(6)) - STANDARD.encode(1, StrictMath.expm1(5)))
                .isCloseTo(step, within(1e-9));
        assertThat(STANDARD.encode(0, 8) - STANDARD.encode(0, 7))
                .isCloseTo(STANDARD.encode(0, 1) - STANDARD.encode(0, 0), within(1e-9));
    }

    @Test
    void aConstantFeatureCarriesNoInformation() {
        Dataset flat = TRAIN.withRows(Rows.fill(5, 3, (i, j) -> j == 2 ? 0 : 4));
        Encoding encoding = Encoding.standard(flat);
        assertThat(encoding.encode(0, 4)).isZero();
        assertThat(encoding.encode(0, 1e6)).isZero();
    }

    @Test
    void whatIsWrittenReadsBackToTheSameBits() {
        for (Encoding encoding : List.of(TREES, STANDARD)) {
            Encoding read = Encoding.parse(encoding.text());
            assertThat(read.text()).isEqualTo(encoding.text());
            assertThat(read.width()).isEqualTo(3);
            assertThat(read.encode(TRAIN.rows())).isEqualTo(encoding.encode(TRAIN.rows()));
        }
    }

    @Test
    void itsNumbersReadBackToTheSameBits() {
        for (Encoding encoding : List.of(TREES, STANDARD, Encoding.parse("QUANTILE 1 2 0.5 3 4 0 1\nLOG1P 0 1 NaN"))) {
            assertThat(Encoding.ofNumbers(encoding.numbers()).text()).isEqualTo(encoding.text());
        }
    }

    @Test
    void numbersThatMakeNoEncodingAreRefused() {
        assertThatThrownBy(() -> Encoding.ofNumbers(new double[] {0, 0, 1, 0, 0}))
                .hasMessageContaining("end early");
        assertThatThrownBy(() -> Encoding.ofNumbers(new double[] {4, 0, 1, 0, 0, 0}))
                .hasMessageContaining("form");
        assertThatThrownBy(() -> Encoding.ofNumbers(new double[] {2, 0, 1, 0, 0, 2, 1}))
                .hasMessageContaining("numbers in a table");
    }

    @Test
    void aLineThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> Encoding.parse("IDENTITY 0 1 NaN\nROT13 0 1 2\n"))
                .hasMessage("encoding line 2 cannot be read: ROT13 0 1 2");
        assertThatThrownBy(() -> Encoding.parse("IDENTITY 0 one NaN")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> Encoding.parse("IDENTITY 0")).hasMessageContaining("line 1");
    }

    @Test
    void slopesAreTheDerivativesOfTheEncoding() {
        for (int j = 0; j < 2; j++) {
            for (double x : new double[] {-3, 0.5, 40}) {
                double h = 1e-5;
                double slope = (STANDARD.encode(j, x + h) - STANDARD.encode(j, x - h)) / (2 * h);
                assertThat(STANDARD.slope(j, x)).isCloseTo(slope, within(1e-6));
            }
        }
        assertThat(STANDARD.slope(2, 1)).isZero();
        assertThat(STANDARD.slope(0, NONE)).isZero();
    }

    @Test
    void gradientsOfAModelAreByTheUsersOwnUnits() {
        Model model = new Model("by-hand", SCHEMA, STANDARD, new LinearKernel(new double[] {2, -3, 1}, 0.5));
        Gradients gradients = model.gradients().orElseThrow();
        double[] row = {1.5, 200, 1};
        Rows slopes = gradients.maliceGradient(Rows.of(row));
        for (int j = 0; j < 2; j++) {
            double[] up = row.clone();
            double[] down = row.clone();
            up[j] += 1e-4;
            down[j] -= 1e-4;
            double[] malice = model.malice(Rows.of(up, down));
            assertThat(slopes.get(0, j)).isCloseTo((malice[0] - malice[1]) / 2e-4, within(1e-6));
        }
        assertThat(slopes.get(0, 2)).isZero();
    }

    private static Dataset one(Scaling scaling, double... values) {
        Schema schema = new Schema(List.of(Feature.real("x", -100, 100))).scaled(scaling);
        int[] labels = new int[values.length];
        labels[0] = 1;
        return Dataset.of(schema, Rows.fill(values.length, 1, (i, j) -> values[i]), labels, List.of("good", "bad"));
    }

    private static double encoded(Scaling.Numbers numbers, double value) {
        Dataset rows = one(new Scaling(numbers, Scaling.Missing.AUTOMATIC), 3, 0, 10, 2, 1, NONE);
        return Encoding.standard(rows).encode(0, value);
    }

    @Test
    void numbersAreScaledAsTheSchemaSays() {
        // Quartiles 1, 2 and 3; mean 3.2, deviation root of 12.56.
        assertThat(encoded(Scaling.Numbers.NONE, 7)).isEqualTo(7);
        assertThat(encoded(Scaling.Numbers.STANDARD, 7)).isCloseTo(3.8 / StrictMath.sqrt(12.56), within(1e-12));
        assertThat(encoded(Scaling.Numbers.MIN_MAX, 7)).isCloseTo(0.7, within(1e-12));
        assertThat(encoded(Scaling.Numbers.ROBUST, 7)).isCloseTo(2.5, within(1e-12));
        double mean = (StrictMath.log(4) + StrictMath.log(11) + StrictMath.log(3) + StrictMath.log(2)) / 5;
        assertThat(encoded(Scaling.Numbers.LOG1P, StrictMath.expm1(mean))).isCloseTo(0, within(1e-12));
        assertThat(encoded(Scaling.Numbers.LOG1P, 7)).isGreaterThan(encoded(Scaling.Numbers.LOG1P, -7));
    }

    @Test
    void aQuantileIsTheShareBelowAndStaysAtTheEnds() {
        assertThat(encoded(Scaling.Numbers.QUANTILE, -5)).isZero();
        assertThat(encoded(Scaling.Numbers.QUANTILE, 1)).isEqualTo(0.25);
        assertThat(encoded(Scaling.Numbers.QUANTILE, 6.5)).isEqualTo(0.875);
        assertThat(encoded(Scaling.Numbers.QUANTILE, 1e9)).isEqualTo(1);
        assertThat(encoded(Scaling.Numbers.QUANTILE, NONE)).isEqualTo(0.5);
        // Of equal values the middle share counts: 0, 1/3 and 2/3 are all at 1.
        Scaling quantile = new Scaling(Scaling.Numbers.QUANTILE, Scaling.Missing.AUTOMATIC);
        Encoding equal = Encoding.standard(one(quantile, 1, 5, 1, 1));
        assertThat(equal.encode(0, 1)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(equal.encode(0, 3)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(equal.slope(0, 3)).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(equal.slope(0, 7)).isZero();
        assertThat(Encoding.parse(equal.text()).text()).isEqualTo(equal.text());
    }

    @Test
    void aMissingNumberBecomesWhatTheSchemaSays() {
        double[] values = {2, 2, 9, 3, NONE, 4};
        double[] expected = {4, 3, 2, 0};
        Scaling.Missing[] ways = {
            Scaling.Missing.MEAN, Scaling.Missing.MEDIAN, Scaling.Missing.MOST_FREQUENT, Scaling.Missing.ZERO
        };
        for (int w = 0; w < ways.length; w++) {
            Dataset rows = one(new Scaling(Scaling.Numbers.ROBUST, ways[w]), values);
            for (Encoding encoding : List.of(Encoding.standard(rows), Encoding.unit(rows), Encoding.forTrees(rows))) {
                assertThat(encoding.encode(0, NONE)).as("%s", ways[w]).isEqualTo(encoding.encode(0, expected[w]));
            }
        }
    }

    @Test
    void tablesThatDoNotFitTheirFormAreRefused() {
        assertThatThrownBy(() -> Encoding.parse("QUANTILE 0 1 NaN 1 2 3"))
                .hasMessageContaining("quantiles must be pairs");
        assertThatThrownBy(() -> Encoding.parse("QUANTILE 0 1 NaN 2 1 0 1")).hasMessageContaining("must rise");
        assertThatThrownBy(() -> Encoding.parse("TABLE 0 1 NaN")).hasMessageContaining("numbers in a table");
    }
}
