package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BranchingTest {
    private static double[] outputs(Branching tree, double... values) {
        return TreeEnsemble.of(
                        1, TreeEnsemble.Precision.DOUBLE, TreeEnsemble.Output.NUMBER_SUM, 0, List.of(tree.build()))
                .malice(Rows.of(values.length, 1, values));
    }

    @Test
    void whatLiesBetweenCutsGoesLeftAndRightByTurns() {
        for (boolean missingLeft : new boolean[] {true, false}) {
            Branching tree = new Branching("tree", 3);
            tree.leaf(2, 10);
            tree.leaf(1, 20);
            tree.test(0, 0, new double[] {1, 2, 3}, false, missingLeft, 2, 1);
            assertThat(outputs(tree, 0.5, 1, 1.5, 2, 2.5, 3, 99, Double.NaN))
                    .containsExactly(20, 10, 10, 20, 20, 10, 10, missingLeft ? 10 : 20);
        }
    }

    @Test
    void twoTestsMayLeadToOneNode() {
        Branching tree = new Branching("tree", 4);
        tree.below(0, 0, 5, false, 3, 1);
        tree.below(1, 0, 9, false, 2, 3);
        tree.leaf(2, 1);
        tree.leaf(3, 7);
        assertThat(outputs(tree, 4, 6, 10)).containsExactly(7, 1, 7);
    }

    @Test
    void aNodeThatIsMissingOrLeadsBackIsRefused() {
        Branching open = new Branching("tree 4", 3);
        open.below(0, 0, 5, false, 1, 2);
        open.leaf(1, 0);
        assertThatThrownBy(open::build).hasMessage("tree 4: node 2 is missing");
        Branching circle = new Branching("tree 4", 4);
        circle.below(0, 0, 5, false, 1, 3);
        circle.below(1, 0, 5, false, 2, 3);
        circle.below(2, 0, 5, false, 1, 3);
        circle.leaf(3, 0);
        assertThatThrownBy(circle::build).hasMessageContaining("points back to itself");
    }

    /** Every float near the threshold decides as the double does that it is rounded from. */
    @Test
    void aThresholdForDoublesDecidesAsItsFloatDoes() {
        for (float at : new float[] {0.1f, 1, -1, 0, 16777216f, Float.MIN_VALUE, -3.4e38f, Float.MAX_VALUE}) {
            double cut = Branching.belowAsFloat(at);
            float before = Math.nextDown(at);
            double middle = ((double) before + at) / 2;
            for (double x : new double[] {at, before, middle, Math.nextDown(middle), Math.nextUp(middle)}) {
                assertThat(x < cut).as(x + " at " + at).isEqualTo((float) x < at);
            }
        }
    }
}
