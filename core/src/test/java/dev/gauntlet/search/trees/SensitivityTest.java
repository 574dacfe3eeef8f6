package dev.gauntlet.search.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SensitivityTest {
    private static final int WIDTH = 4;
    private static final int VALUES = 4;
    private static final Schema SCHEMA = new Schema(IntStream.range(0, WIDTH)
            .mapToObj(j -> Feature.whole("f" + j, 0, VALUES - 1))
            .toList());

    /** Against all pairs of rows, over models of which some carry the gap and some do not. */
    @Test
    void findsAPairExactlyWhereThereIsOne() {
        int there = 0;
        int all = 60;
        for (int seed = 0; seed < all; seed++) {
            Rng rng = Seed.of(seed).rng();
            Model model = new Model("random", SCHEMA, Encoding.identity(WIDTH), trees(rng));
            int[] free = seed % 2 == 0 ? new int[] {rng.nextInt(WIDTH)} : new int[] {0, 2};
            double low = -1;
            double high = 1.5;
            boolean expected = exists(model, free, low, high);
            Sensitivity found = Sensitivity.of(model, free, low, high, new double[WIDTH], 100_000);
            assertThat(found.above().isPresent()).isEqualTo(expected);
            assertThat(found.isRuledOut()).isEqualTo(!expected);
            if (expected) {
                there++;
                double[] below = found.below().orElseThrow();
                double[] above = found.above().orElseThrow();
                assertThat(model.malice(Rows.of(below))[0]).isLessThanOrEqualTo(low);
                assertThat(model.malice(Rows.of(above))[0]).isGreaterThanOrEqualTo(high);
                for (int j = 0; j < WIDTH; j++) {
                    int column = j;
                    assertThat(below[j] == above[j] || IntStream.of(free).anyMatch(f -> f == column))
                            .isTrue();
                    assertThat(above[j]).isBetween(0.0, VALUES - 1.0);
                }
            }
        }
        assertThat(there).isBetween(all / 5, all * 4 / 5);
    }

    private static boolean exists(Model model, int[] free, double low, double high) {
        int count = (int) Math.pow(VALUES, WIDTH);
        double[][] rows = new double[count][WIDTH];
        Map<String, double[]> range = new HashMap<>();
        for (int i = 0; i < count; i++) {
            for (int j = 0, rest = i; j < WIDTH; j++, rest /= VALUES) {
                rows[i][j] = rest % VALUES;
            }
        }
        double[] scores = model.malice(Rows.of(rows));
        for (int i = 0; i < count; i++) {
            StringBuilder shared = new StringBuilder();
            for (int j = 0; j < WIDTH; j++) {
                int column = j;
                shared.append(IntStream.of(free).anyMatch(f -> f == column) ? "*" : rows[i][j])
                        .append(' ');
            }
            double[] ends = range.computeIfAbsent(
                    shared.toString(), k -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY});
            ends[0] = Math.min(ends[0], scores[i]);
            ends[1] = Math.max(ends[1], scores[i]);
        }
        return range.values().stream().anyMatch(ends -> ends[0] <= low && ends[1] >= high);
    }

    private static TreeEnsemble trees(Rng rng) {
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            Tree.Builder tree = new Tree.Builder();
            grow(tree, tree.node(), 3, rng);
            trees.add(tree.build());
        }
        return TreeEnsemble.of(WIDTH, Precision.DOUBLE, Output.LOGIT_SUM, 0, trees);
    }

    private static void grow(Tree.Builder tree, int node, int depth, Rng rng) {
        if (depth == 0) {
            tree.leaf(node, 2 * rng.nextDouble() - 1);
            return;
        }
        int left = tree.node();
        int right = tree.node();
        tree.split(node, rng.nextInt(WIDTH), rng.nextInt(VALUES - 1) + 0.5, true, left, right);
        grow(tree, left, depth - 1, rng);
        grow(tree, right, depth - 1, rng);
    }

    @Test
    void refusesPartOfAGroupAndAFeatureTwice() {
        Schema schema = new Schema(
                List.of(Feature.flag("a"), Feature.flag("b"), Feature.real("c", 0, 1), Feature.real("d", 0, 1)),
                Map.of("kind", List.of("a", "b")),
                List.of());
        Model model = new Model(
                "random", schema, Encoding.identity(WIDTH), trees(Seed.of(1).rng()));
        double[] row = {1, 0, 0, 0};
        assertThatThrownBy(() -> Sensitivity.of(model, new int[] {0}, -1, 1, row, 10))
                .hasMessageContaining("one-hot group kind");
        assertThatThrownBy(() -> Sensitivity.of(model, new int[] {2, 2}, -1, 1, row, 10))
                .hasMessageContaining("twice");
        assertThat(Sensitivity.of(model, new int[] {0, 1}, -50, 50, row, 10).isRuledOut())
                .isTrue();
    }
}
