package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.learn.RobustSplits.Sides;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.threat.Budget;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RobustTreesTest {
    private static final List<String> NAMES = List.of("benign", "bad");
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.real("free", -5, 5).withScale(2),
            Feature.whole("count", 0, 9).withScale(4),
            Feature.real("up", -5, 5).withMove(Move.UP_ONLY),
            Feature.whole("down", 0, 9).withScale(3).withMove(Move.DOWN_ONLY),
            Feature.real("fixed", -5, 5).withMove(Move.FIXED),
            Feature.flag("flag").withMove(Move.DOWN_ONLY),
            Feature.category("kind", List.of("a", "b", "c"))));

    /** Malicious where some features together are high; a tenth of the numbers is missing. */
    private static Dataset mixed(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[][] rows = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            double[] row = {
                rng.between(-5, 5),
                rng.nextInt(10),
                rng.between(-5, 5),
                rng.nextInt(10),
                rng.between(-5, 5),
                rng.nextInt(2),
                rng.nextInt(3)
            };
            labels[i] = row[0] + row[2] + row[4] + row[3] - 4 + row[6] > 0 ? 1 : 0;
            if (rng.chance(0.1)) {
                row[rng.nextInt(5)] = Double.NaN;
            }
            rows[i] = row;
        }
        return Dataset.of(SCHEMA, Rows.of(rows), labels, NAMES);
    }

    private static Sides sides(double... weights) {
        Sides sides = new Sides();
        sides.leftHarmless = weights[0];
        sides.leftMalicious = weights[1];
        sides.rightHarmless = weights[2];
        sides.rightMalicious = weights[3];
        sides.betweenHarmless = weights[4];
        sides.betweenMalicious = weights[5];
        return sides;
    }

    private static double[] weights(Rng rng) {
        return DoubleStream.generate(() -> rng.chance(0.2) ? 0 : rng.between(0, 3))
                .limit(6)
                .toArray();
    }

    private static double exponentialLoss(double[] w, double left, double right) {
        return w[0] * Math.exp(left)
                + w[1] * Math.exp(-left)
                + w[2] * Math.exp(right)
                + w[3] * Math.exp(-right)
                + w[4] * Math.exp(Math.max(left, right))
                + w[5] * Math.exp(-Math.min(left, right));
    }

    @Test
    void theOutputsOfASplitAreTheBestAgainstTheWorst() {
        Rng rng = Seed.of(1).rng();
        ExponentialSplits splits = new ExponentialSplits(new int[1]);
        splits.within(-1, 1);
        int splitting = 0;
        for (int round = 0; round < 300; round++) {
            double[] w = weights(rng);
            double least = Double.POSITIVE_INFINITY;
            double unsplit = Double.POSITIVE_INFINITY;
            for (int a = -100; a <= 100; a++) {
                for (int b = -100; b <= 100; b++) {
                    least = Math.min(least, exponentialLoss(w, a / 100.0, b / 100.0));
                }
                unsplit = Math.min(unsplit, exponentialLoss(w, a / 100.0, a / 100.0));
            }
            assertThat(splits.whole(w[0] + w[2] + w[4], w[1] + w[3] + w[5])).isCloseTo(unsplit, within(1e-3));
            double loss = splits.split(sides(w));
            if (loss < Double.POSITIVE_INFINITY) {
                double left = splits.leftOutput(sides(w));
                double right = splits.rightOutput(sides(w));
                assertThat(loss).isCloseTo(least, within(1e-3));
                assertThat(exponentialLoss(w, left, right)).isCloseTo(loss, within(1e-9));
                splitting++;
            } else {
                assertThat(unsplit).isCloseTo(least, within(1e-3));
            }
        }
        assertThat(splitting).isBetween(50, 280);
    }

    @Test
    void theImpurityOfASplitIsTheLargestOfAllMoves() {
        Rng rng = Seed.of(2).rng();
        int splitting = 0;
        for (int round = 0; round < 300; round++) {
            double[] w = weights(rng);
            double worst = 0;
            for (int x = 0; x <= 100; x++) {
                for (int y = 0; y <= 100; y++) {
                    double harmless = w[0] + w[4] * x / 100;
                    double malicious = w[1] + w[5] * y / 100;
                    worst = Math.max(
                            worst,
                            GiniSplits.whole(harmless, malicious)
                                    + GiniSplits.whole(w[0] + w[2] + w[4] - harmless, w[1] + w[3] + w[5] - malicious));
                }
            }
            double loss = new GiniSplits(0).split(sides(w));
            if (loss < Double.POSITIVE_INFINITY) {
                assertThat(loss).isCloseTo(worst, within(1e-9));
                splitting++;
            } else {
                assertThat(GiniSplits.whole(w[0] + w[2] + w[4], w[1] + w[3] + w[5]))
                        .isCloseTo(worst, within(1e-3));
            }
        }
        assertThat(splitting).isBetween(50, 280);
    }

    @Test
    void whatIsReachableIsWhatTheSchemaPermits() {
        Dataset data = mixed(200, 3);
        Encoding encoding = Encoding.forTrees(data);
        ReachableValues values = ReachableValues.of(data, encoding, 0.4, false);
        Budget budget = new Budget(0, 0.4, 0, 1e9, 0);
        for (int i = 0; i < data.size(); i++) {
            double[] row = data.rows().row(i);
            FeasibleSet valid = new FeasibleSet(SCHEMA, budget, row);
            for (int j = 0; j < SCHEMA.width(); j++) {
                double[] asked = {row[j], -1e6, 1e6, 0, 1, 2};
                double least = Double.POSITIVE_INFINITY;
                double largest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < (data.malicious(i) ? asked.length : 1); k++) {
                    double value = encoding.encode(j, valid.clip(j, asked[k]));
                    least = Math.min(least, value);
                    largest = Math.max(largest, value);
                }
                assertThat(values.low[j][i]).isCloseTo(least, within(1e-6));
                assertThat(values.high[j][i]).isCloseTo(largest, within(1e-6));
            }
        }
    }

    @Test
    void noReachableRowHasAWorseOutputThanTheTreeCountsOn() {
        Dataset data = mixed(300, 4);
        ReachableValues values = ReachableValues.of(data, Encoding.forTrees(data), 0.3, true);
        double[] weight = new double[values.size];
        Rng rng = Seed.of(4).rng();
        Arrays.setAll(weight, i -> 0.2 + rng.nextDouble());
        BoostedTree grown = new BoostedTree(values, Ways.free(values.width), weight, 4, 5);
        double[] counted = grown.worst().clone();
        Tree tree = grown.tree(1);
        assertThat(tree.size()).isGreaterThan(5);
        double[] met = new double[values.size];
        Arrays.fill(met, Double.POSITIVE_INFINITY);
        for (int i = 0; i < values.size; i++) {
            for (int k = 0; k < 500; k++) {
                double[] row = new double[values.width];
                for (int j = 0; j < row.length; j++) {
                    row[j] = rng.chance(0.5) ? values.low[j][i] : values.high[j][i];
                }
                double output = output(tree, row);
                met[i] = Math.min(met[i], values.malicious[i] ? output : -output);
            }
        }
        assertThat(met).containsExactly(counted, within(1e-12));
    }

    private static double output(Tree tree, double[] row) {
        int at = 0;
        while (!tree.isLeaf(at)) {
            double value = row[tree.feature(at)];
            boolean left = Double.isNaN(value) ? tree.missingLeft(at) : value < tree.threshold(at);
            at = left ? tree.left(at) : tree.right(at);
        }
        return tree.output(at);
    }

    enum Robust {
        BOOSTING,
        FOREST;

        Trainer against(double eps, boolean harmless) {
            return this == BOOSTING
                    ? new RobustBoosting(20, 3, 0.2, 2, eps, harmless, false)
                    : new RobustForest(20, 3, 2, 1, eps, harmless);
        }
    }

    /** One feature tells the classes apart best, another that nobody moves nearly as well. */
    private static Dataset twoWays(Move move) {
        Schema schema = new Schema(List.of(
                Feature.real("cheap", 0, 1).withMove(move),
                Feature.real("dear", 0, 1).withMove(Move.FIXED)));
        Rng rng = Seed.of(5).rng();
        double[][] rows = new double[400][];
        int[] labels = new int[400];
        for (int i = 0; i < 400; i++) {
            labels[i] = i % 2;
            boolean wrong = rng.chance(0.1);
            rows[i] = new double[] {
                labels[i] * 0.6 + 0.3 * rng.nextDouble(),
                (wrong ? 1 - labels[i] : labels[i]) * 0.6 + 0.3 * rng.nextDouble()
            };
        }
        return Dataset.of(schema, Rows.of(rows), labels, NAMES);
    }

    @ParameterizedTest
    @EnumSource
    void trustsAFeatureOnlyInTheDirectionInWhichNobodyMovesIt(Robust kind) {
        Rows moved = Rows.of(new double[][] {{0.1, 0.8}, {0.8, 0.8}});
        for (Move move : Move.values()) {
            Model model = kind.against(0.7, false).train(twoWays(move), Run.seeded(1));
            boolean lowers = move == Move.FREE || move == Move.DOWN_ONLY;
            assertThat(model.alarms(moved)).as("%s %s", kind, move).containsExactly(lowers, true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutMovesItIsOrdinary(Robust kind) {
        Dataset free = mixed(300, 6);
        Dataset fixed = free.withSchema(SCHEMA.withFeatures(
                SCHEMA.features().stream().map(f -> f.withMove(Move.FIXED)).toList()));
        double[] ordinary = values(kind.against(0, true), fixed);
        assertThat(values(kind.against(0.5, true), fixed)).containsExactly(ordinary);
        assertThat(values(kind.against(0.5, true), free)).isNotEqualTo(ordinary);
        assertThat(values(kind.against(0.5, false), free)).isNotEqualTo(values(kind.against(0.5, true), free));
    }

    /** Of a detector that is not monotone, some score falls. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPermittedMoveLowersTheScoreOfAMonotoneDetector(boolean monotone) {
        Dataset data = mixed(800, 7);
        Model model = new RobustBoosting(60, 4, 0.3, 2, 0, false, monotone).train(data, Run.seeded(1));
        Rng rng = Seed.of(7).rng();
        Budget budget = new Budget(0, 1e6, 0, 1e9, 0);
        double[][] before = new double[4000][];
        double[][] after = new double[before.length][];
        for (int k = 0; k < before.length; k++) {
            before[k] = data.rows().row(rng.nextInt(data.size()));
            FeasibleSet valid = new FeasibleSet(SCHEMA, budget, before[k]);
            after[k] = before[k].clone();
            for (int j = 0; j < after[k].length; j++) {
                after[k][j] = valid.clip(j, rng.between(-5, 9));
            }
        }
        double[] malice = model.malice(Rows.of(before));
        double[] moved = model.malice(Rows.of(after));
        double largest = 0;
        int raised = 0;
        for (int k = 0; k < malice.length; k++) {
            largest = Math.max(largest, malice[k] - moved[k]);
            raised += moved[k] > malice[k] ? 1 : 0;
        }
        assertThat(raised).isGreaterThan(500);
        if (monotone) {
            assertThat(largest).isZero();
        } else {
            assertThat(largest).isGreaterThan(1);
        }
    }

    @Test
    void aMonotoneDetectorNeedsAFeatureThatIsNotMovedBothWays() {
        RobustBoosting monotone = new RobustBoosting(5, 3, 0.2, 2, 0, false, true);
        Schema free = new Schema(List.of(Feature.real("x", 0, 1)));
        Dataset data = Dataset.of(free, Rows.of(new double[][] {{0}, {1}}), new int[] {0, 1}, NAMES);
        assertThatThrownBy(() -> monotone.train(data, Run.seeded(1))).hasMessageContaining("state in the schema");
    }

    private static double[] values(Trainer trainer, Dataset data) {
        return trainer.train(data, Run.seeded(1)).kernel().parameters().getOrDefault("value", new double[0]);
    }
}
