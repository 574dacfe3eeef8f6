package dev.gauntlet.search.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The search against a count of all cells, on detectors small enough for that. */
final class MinimalChangeTest {
    private static final int MODELS = 12;

    private static Stream<Model> models() {
        return IntStream.range(0, MODELS).mapToObj(i -> {
            Rng rng = Seed.of(i).rng();
            return switch (i % 6) {
                case 0 -> Grove.boosted(rng, Encoding.identity(10), Precision.DOUBLE, 3);
                case 1 -> Grove.boosted(rng, Grove.encoding(), Precision.FLOAT, 3);
                case 2 -> Grove.boosted(rng, Grove.encoding(), Precision.DOUBLE, 4);
                case 3 -> Grove.forest(rng, Output.PROBABILITY_MEAN);
                case 4 -> Grove.forest(rng, Output.ISOLATION);
                default -> Grove.vote(rng);
            };
        });
    }

    @ParameterizedTest
    @EnumSource(Norm.class)
    void isTheLeastOfAllCells(Norm norm) {
        int found = 0;
        int none = 0;
        for (Model model : models().toList()) {
            SplitTrees trees = SplitTrees.of(model).orElseThrow();
            Rng rng = Seed.of(5).rng();
            for (int i = 0; i < 3; i++) {
                double[] row = Grove.row(rng);
                double reach = i == 0 ? 0.3 : 2;
                boolean alarm = model.alarms(Rows.of(row))[0];
                LeastChange least =
                        new MinimalChange(norm, reach, 100_000).of(Aim.verdict(trees, !alarm), row, Referee.NONE);
                double counted = Grove.least(model, row, norm, reach);
                assertThat(least.isClosed()).isTrue();
                assertThat(least.upper()).isCloseTo(counted, within(1e-5));
                if (Double.isInfinite(counted)) {
                    none++;
                    assertThat(least.row()).isEmpty();
                } else {
                    found++;
                    double[] changed = least.row().orElseThrow();
                    assertThat(model.alarms(Rows.of(changed))[0]).isNotEqualTo(alarm);
                    assertThat(Grove.SCHEMA.lawful(row, changed)).isTrue();
                    assertThat(norm.of(Grove.SCHEMA, row, changed)).isEqualTo(least.upper());
                }
            }
        }
        assertThat(found).isGreaterThan(10);
        assertThat(none).isGreaterThan(0);
    }

    /** A number that is missing goes left at 1 and right at 3; only a value from 1 on and below 3 turns the verdict. */
    @Test
    void aMissingNumberCanBeFilledInAtADistanceOfOne() {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int below = tree.node();
        int above = tree.node();
        int inside = tree.node();
        int beyond = tree.node();
        tree.split(root, 0, 1, true, below, above);
        tree.split(above, 0, 3, false, inside, beyond);
        tree.leaf(below, -1);
        tree.leaf(inside, 1);
        tree.leaf(beyond, -1);
        TreeEnsemble kernel = TreeEnsemble.of(10, Precision.DOUBLE, Output.LOGIT_SUM, 0, List.of(tree.build()));
        Model model = new Model("by-hand", Grove.SCHEMA, Encoding.identity(10), kernel);
        SplitTrees trees = SplitTrees.of(model).orElseThrow();
        double[] row = Grove.row(Seed.of(3).rng());
        row[0] = Double.NaN;
        LeastChange least = new MinimalChange(Norm.LINF, 1, 1000).of(Aim.verdict(trees, true), row, Referee.NONE);
        assertThat(least.lower()).isEqualTo(1);
        assertThat(least.row().orElseThrow()[0]).isBetween(1.0, 3.0);
        assertThat(new MinimalChange(Norm.LINF, 0.9, 1000)
                        .of(Aim.verdict(trees, true), row, Referee.NONE)
                        .lower())
                .isInfinite();
    }

    /** From 0.4 the split at 1.1 is out of reach, so that no change adds anything to any total. */
    @ParameterizedTest
    @EnumSource(Norm.class)
    void whereNothingIsWithinReachItEnds(Norm norm) {
        Aim aim = Aim.verdict(stump(Feature.real("free", 0, 3).withScale(1), true), true);
        LeastChange least = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> new MinimalChange(norm, 0.1, 1000).of(aim, new double[] {0.4}, Referee.NONE));
        assertThat(least.lower()).isInfinite();
        assertThat(least.row()).isEmpty();
    }

    /** A whole number without a lower bound that is missing goes right; only a value below 3 turns the verdict. */
    @Test
    void aMissingWholeNumberCanBecomeLessThanEverySplit() {
        Feature count = Feature.whole("count", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        Aim aim = Aim.verdict(stump(count, false), true);
        LeastChange least = new MinimalChange(Norm.LINF, 1, 1000).of(aim, new double[] {Double.NaN}, Referee.NONE);
        assertThat(least.lower()).isEqualTo(1);
        assertThat(least.row().orElseThrow()).containsExactly(2);
    }

    /** A schema permits to fill in a whole number within any distance if its scale is at most 1. */
    @Test
    void aMissingWholeNumberOfASmallScaleIsWithinAnyReach() {
        Feature count = Feature.whole("count", 0, 10).withScale(0.5);
        double[] row = {Double.NaN};
        assertThat(new Schema(List.of(count)).reaches(row, new double[] {2}, 0.1))
                .isTrue();
        LeastChange least =
                new MinimalChange(Norm.LINF, 0.1, 1000).of(Aim.verdict(stump(count, false), true), row, Referee.NONE);
        assertThat(least.lower()).isEqualTo(0.1);
    }

    /** 1.1 - 0.4 is a little more than 0.7, and a schema permits the move within a distance of 0.7. */
    @Test
    void aMoveThatIsLongerByRoundingOnlyIsWithinReach() {
        Feature free = Feature.real("free", 0, 3).withScale(1);
        Schema schema = new Schema(List.of(free));
        double[] row = {0.4};
        double[] changed = {1.1};
        assertThat(schema.distance(row, changed)).isGreaterThan(0.7);
        assertThat(schema.reaches(row, changed, 0.7)).isTrue();
        Aim aim = Aim.verdict(stump(free, true), true);
        assertThat(TreeBounds.interval(aim, row, 0.7)).isEqualTo(0.7);
        LeastChange least = new MinimalChange(Norm.LINF, 0.7, 1000).of(aim, row, Referee.NONE);
        assertThat(least.lower()).isEqualTo(0.7);
        assertThat(least.row().orElseThrow()).containsExactly(changed);
    }

    /** An alarm on one side of a split: at 1.1 and above, or below 3, where a missing value does not go. */
    private static SplitTrees stump(Feature feature, boolean above) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, 0, above ? 1.1 : 3, above, left, right);
        tree.leaf(left, above ? -1 : 1);
        tree.leaf(right, above ? 1 : -1);
        TreeEnsemble kernel = TreeEnsemble.of(1, Precision.DOUBLE, Output.LOGIT_SUM, 0, List.of(tree.build()));
        return SplitTrees.of(new Model("stump", new Schema(List.of(feature)), Encoding.identity(1), kernel))
                .orElseThrow();
    }

    @Test
    void aRefusedChangeIsSearchedOnAndBoundsWhatIsProven() {
        for (Norm norm : Norm.values()) {
            for (Model model : models().toList()) {
                double[] row = Grove.row(Seed.of(8).rng());
                Aim aim = Aim.verdict(SplitTrees.of(model).orElseThrow(), !model.alarms(Rows.of(row))[0]);
                LeastChange free = new MinimalChange(norm, 2, 100_000).of(aim, row, Referee.NONE);
                // The flag must stay as it is, which the search does not know.
                Referee keepsFlag = changed -> Optional.of(changed).filter(one -> one[5] == row[5]);
                LeastChange ruled = new MinimalChange(norm, 2, 100_000).of(aim, row, keepsFlag);
                assertThat(ruled.lower()).isLessThanOrEqualTo(free.upper());
                assertThat(ruled.upper()).isGreaterThanOrEqualTo(free.upper() * (1 - 1e-9));
                ruled.row().ifPresent(changed -> assertThat(changed[5]).isEqualTo(row[5]));
                if (ruled.refused() == 0) {
                    assertThat(ruled.upper()).isEqualTo(free.upper());
                }
            }
        }
    }

    /** Trees that split one category or group several times, so that a path leaves an option, comes back to it and leaves it again. */
    @ParameterizedTest
    @EnumSource(Norm.class)
    void pathsThatSplitOneChoiceAgainAndAgainHideNoChange(Norm norm) {
        List<String> codes = List.of("a", "b", "c", "d", "e", "f");
        List<String> group = List.of("p", "q", "r", "s");
        List<Feature> features = new ArrayList<>(List.of(
                Feature.category("first", codes),
                Feature.category("second", codes),
                Feature.flag("one").withCost(0.7),
                Feature.flag("other")));
        group.forEach(name -> features.add(Feature.flag(name).withCost(0.1 + 0.2 * features.size())));
        Schema schema = new Schema(features, Map.of("group", group), List.of());
        List<double[]> all = IntStream.range(0, 576)
                .mapToObj(i -> {
                    double[] row = {i % 6, i / 6 % 6, i / 36 % 2, i / 72 % 2, 0, 0, 0, 0};
                    row[4 + i / 144] = 1;
                    return row;
                })
                .toList();
        for (int seed = 0; seed < 100; seed++) {
            Rng rng = Seed.of(seed).rng();
            List<Tree> trees = new ArrayList<>();
            for (int t = 0; t < 1 + seed % 3; t++) {
                Tree.Builder tree = new Tree.Builder();
                grow(tree, tree.node(), 8, rng);
                trees.add(tree.build());
            }
            Encoding encoding = Encoding.identity(8).withTables(Map.of(0, table(rng), 1, table(rng)));
            TreeEnsemble kernel = TreeEnsemble.of(8, Precision.DOUBLE, Output.LOGIT_SUM, 0, trees);
            Model model = new Model("random", schema, encoding, kernel);
            SplitTrees split = SplitTrees.of(model).orElseThrow();
            boolean[] alarms = model.alarms(Rows.of(all.toArray(double[][]::new)));
            for (int i = seed % 97; i < all.size(); i += 97) {
                double[] row = all.get(i);
                boolean alarm = alarms[i];
                double counted = IntStream.range(0, all.size())
                        .filter(k -> alarms[k] != alarm)
                        .mapToDouble(k -> norm.of(schema, row, all.get(k)))
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
                LeastChange least =
                        new MinimalChange(norm, 1, 100_000).of(Aim.verdict(split, !alarm), row, Referee.NONE);
                assertThat(least.upper()).as("seed %d row %d", seed, i).isCloseTo(counted, within(1e-12));
                assertThat(least.lower()).isEqualTo(least.upper());
            }
        }
    }

    private static double[] table(Rng rng) {
        return IntStream.range(0, 7).mapToDouble(k -> rng.nextGaussian()).toArray();
    }

    private static void grow(Tree.Builder tree, int node, int depth, Rng rng) {
        if (depth == 0 || rng.nextInt(12) == 0) {
            tree.leaf(node, rng.nextInt(10) == 0 ? 3 : -1);
            return;
        }
        int feature = rng.nextInt(3) == 0 ? rng.nextInt(2) : rng.nextInt(8);
        int left = tree.node();
        int right = tree.node();
        tree.split(node, feature, feature < 2 ? rng.nextGaussian() : 0.5, true, left, right);
        grow(tree, left, depth - 1, rng);
        grow(tree, right, depth - 1, rng);
    }
}
