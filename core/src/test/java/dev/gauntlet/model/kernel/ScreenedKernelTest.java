package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenedKernelTest {
    /** Log-odds x - 10: rows below 10 pass. */
    private static final LinearKernel INNER = new LinearKernel(new double[] {1, 0}, -10);

    private static final Rows KNOWN = Rows.of(new double[][] {{0, 0}, {4, 0}, {0, 3}});

    private static ScreenedKernel values(int neighbours, double limit) {
        return ScreenedKernel.byValues(INNER, 0, KNOWN, new double[] {1, 2}, new double[] {4, 0}, neighbours, limit);
    }

    @Test
    void theDistanceIsThatOfWeightedColumnsToTheKthNearest() {
        Rows rows = Rows.of(new double[][] {{0, 0}, {3, 2}, {Double.NaN, 0}});
        // (3, 2) is at 5, sqrt(1 + 16) and sqrt(9 + 4); a missing value counts as 4.
        assertThat(values(1, 1).distances(rows)).containsExactly(new double[] {0, Math.sqrt(13), 0}, within(1e-12));
        assertThat(values(2, 1).distances(rows)).containsExactly(new double[] {4, Math.sqrt(17), 4}, within(1e-12));
        assertThat(values(9, 1).distances(rows))
                .as("the farthest of three")
                .containsExactly(new double[] {6, 5, Math.sqrt(16 + 36)}, within(1e-12));
    }

    @Test
    void itAlarmsWhereTheDetectorDoesAndOnPassingRowsFromTheLimitOn() {
        Rows rows = Rows.of(new double[][] {{10, 0}, {9.9, 0}, {2, 0}, {1.9, 0}, {0, 0}});
        double[] malice = values(1, 2).malice(rows);
        assertThat(malice[0]).isEqualTo(0.5);
        assertThat(malice[1]).as("5.9 from the nearest").isCloseTo(5.9 / 7.9, within(1e-12));
        assertThat(malice[2]).as("exactly at the limit").isEqualTo(0.5);
        assertThat(malice[3]).isLessThan(0.5);
        assertThat(malice[4]).isEqualTo(1 / (1 + Math.exp(10)), within(1e-12));
    }

    @Test
    void aRowWhoseDistanceIsTooLargeForANumberAlarms() {
        assertThat(values(1, 2).malice(Rows.of(new double[][] {{-1e200, 0}, {0, 1e300}})))
                .containsExactly(1, 1);
    }

    @Test
    void leavesAreComparedTreeByTree() {
        TreeEnsemble trees = TreeEnsemble.of(
                2,
                TreeEnsemble.Precision.DOUBLE,
                TreeEnsemble.Output.LOGIT_SUM,
                0,
                List.of(stump(0, 1), stump(0, 2), stump(1, 1)));
        ScreenedKernel kernel = ScreenedKernel.byLeaves(trees, 100, Rows.of(new double[][] {{0, 0}, {3, 0}}), 1, 1);
        Rows rows = Rows.of(new double[][] {{0.5, 0.5}, {1.5, 0}, {1.5, 5}, {9, 9}});
        assertThat(kernel.distances(rows)).containsExactly(0, 1, 2, 1);
        assertThat(kernel.rebuild(kernel.parameters()).distances(rows)).containsExactly(0, 1, 2, 1);
        assertThatThrownBy(() -> ScreenedKernel.byLeaves(INNER, 0, KNOWN, 1, 1)).hasMessageContaining("no leaves");
    }

    private static Tree stump(int column, double at) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        tree.split(root, column, at, true, tree.node(), tree.node());
        tree.leaf(1, 0);
        tree.leaf(2, 1);
        return tree.build();
    }
}
