package dev.gauntlet.search.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds and the fast attack around the exact distance. */
final class TreeBoundsTest {
    /** Each says +1 where x is at least 5 but below something, else -1; scale 10. */
    private static Model bands(double... ends) {
        List<Tree> trees = Arrays.stream(ends)
                .mapToObj(end -> {
                    Tree.Builder tree = new Tree.Builder();
                    int root = tree.node();
                    int below = tree.node();
                    int above = tree.node();
                    int inside = tree.node();
                    int beyond = tree.node();
                    tree.split(root, 0, end - 2, true, below, above);
                    tree.split(above, 0, end, true, inside, beyond);
                    tree.leaf(below, -1);
                    tree.leaf(inside, 1);
                    tree.leaf(beyond, -1);
                    return tree.build();
                })
                .toList();
        TreeEnsemble kernel = TreeEnsemble.of(4, Precision.DOUBLE, Output.LOGIT_SUM, 0, trees);
        return new Model("by-hand", Toy.plain(), Encoding.identity(4), kernel);
    }

    @Test
    void theIntervalBoundTakesEachTreeByItself() {
        // From 5 on, 4 is inside the first band and 6 the second, but no value is in both: two of two are never +1.
        Model model = bands(4, 8);
        SplitTrees trees = SplitTrees.of(model.withThreshold(1)).orElseThrow();
        double[] row = {5, 5, 5, 5};
        assertThat(TreeBounds.interval(Aim.verdict(trees, true), row, 1)).isCloseTo(0.1, within(1e-9));
        LeastChange exact = new MinimalChange(Norm.LINF, 1, 1000).of(Aim.verdict(trees, true), row, Referee.NONE);
        assertThat(exact.lower()).isInfinite();
        assertThat(exact.isClosed()).isTrue();
        // At 0 one of them is enough, and 6 the nearest value.
        SplitTrees one = SplitTrees.of(model).orElseThrow();
        assertThat(TreeBounds.interval(Aim.verdict(one, true), row, 1)).isCloseTo(0.1, within(1e-9));
        assertThat(TreeBounds.interval(Aim.verdict(one, true), row, 0.05)).isInfinite();
    }

    @Test
    void theSpreadIsHalfTheSmallestGapBetweenSplitsOfDifferentTrees() {
        // Splits at 2 and 4, 5 and 7: the nearest of different trees are 4 and 5, at 0.1 scales.
        assertThat(TreeBounds.spread(SplitTrees.of(bands(4, 7)).orElseThrow()).orElseThrow())
                .isCloseTo(0.05, within(1e-12));
        assertThat(TreeBounds.spread(SplitTrees.of(bands(4)).orElseThrow()).orElseThrow())
                .isInfinite();
        Model choices = Grove.boosted(Seed.of(1).rng(), Grove.encoding(), Precision.DOUBLE, 9);
        assertThat(TreeBounds.spread(SplitTrees.of(choices).orElseThrow())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Norm.class)
    void theExactDistanceIsBetweenBoundAndAttack(Norm norm) {
        int found = 0;
        for (int seed = 0; seed < 60; seed++) {
            Rng rng = Seed.of(seed).rng();
            Model model = seed % 3 == 0
                    ? Grove.vote(rng)
                    : Grove.boosted(rng, Grove.encoding(), seed % 3 == 1 ? Precision.FLOAT : Precision.DOUBLE, 12);
            double[] row = Grove.row(rng);
            boolean alarm = model.alarms(Rows.of(row))[0];
            Aim aim = Aim.verdict(SplitTrees.of(model).orElseThrow(), !alarm);
            LeastChange exact = new MinimalChange(norm, 1, 100_000).of(aim, row, Referee.NONE);
            LeastChange attack = new BlockDescent(norm, 1).of(aim, row);
            assertThat(exact.isClosed()).isTrue();
            assertThat(attack.upper()).isGreaterThanOrEqualTo(exact.upper() * (1 - 1e-9));
            if (norm == Norm.LINF) {
                assertThat(TreeBounds.interval(aim, row, 1)).isLessThanOrEqualTo(exact.lower());
            }
            if (attack.row().isPresent()) {
                found++;
                double[] changed = attack.row().orElseThrow();
                assertThat(model.alarms(Rows.of(changed))[0]).isNotEqualTo(alarm);
                assertThat(Grove.SCHEMA.lawful(row, changed)).isTrue();
                assertThat(Grove.SCHEMA.largestMove(row, changed)).isLessThanOrEqualTo(1);
            }
        }
        assertThat(found).isGreaterThan(30);
    }

    @Test
    void workThatEndsEarlyLeavesAGapThatIsTrue() {
        int open = 0;
        for (int seed = 0; seed < 40; seed++) {
            Rng rng = Seed.of(seed).rng();
            Model model = Grove.boosted(rng, Grove.encoding(), Precision.DOUBLE, 40);
            double[] row = Grove.row(rng);
            Aim aim = Aim.verdict(SplitTrees.of(model).orElseThrow(), !model.alarms(Rows.of(row))[0]);
            for (Norm norm : List.of(Norm.LINF, Norm.COST)) {
                double exact = new MinimalChange(norm, 1, 1_000_000)
                        .of(aim, row, Referee.NONE)
                        .upper();
                LeastChange some = new MinimalChange(norm, 1, 8).of(aim, row, Referee.NONE);
                assertThat(some.lower()).isLessThanOrEqualTo(exact);
                assertThat(some.upper()).isGreaterThanOrEqualTo(exact * (1 - 1e-9));
                assertThat(some.nodes()).isLessThanOrEqualTo(9);
                open += some.isClosed() ? 0 : 1;
            }
        }
        assertThat(open).isGreaterThan(10);
    }
}
