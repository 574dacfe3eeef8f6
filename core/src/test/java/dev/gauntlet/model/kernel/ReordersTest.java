package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Reorders;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose benign class was not the first. */
final class ReordersTest {
    private static final Rng RNG = Seed.of(3).rng();
    private static final Rows ROWS = Rows.fill(40, 3, (i, j) -> RNG.nextGaussian());

    private static double[] some(int size) {
        double[] some = new double[size];
        for (int i = 0; i < size; i++) {
            some[i] = RNG.nextGaussian();
        }
        return some;
    }

    private static Tree stump(int feature, double low, double high) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, feature, 0.1, false, left, right);
        tree.leaf(left, low);
        tree.leaf(right, high);
        return tree.build();
    }

    static List<Reorders> twoClasses() {
        List<Tree> trees = List.of(stump(0, 0.25, 0.5), stump(2, 0.125, 0.75));
        return List.of(
                new LinearKernel(some(3), 0.5),
                new RadialKernel(Rows.of(2, 3, some(6)), some(2), 0.5, -0.25),
                new Network(new double[][] {some(12), some(4)}, new double[][] {some(4), some(1)}),
                new FloatNetwork(new Network(new double[][] {some(12), some(4)}, new double[][] {some(4), some(1)})),
                TreeEnsemble.of(3, Precision.FLOAT, Output.LOGIT_SUM, 0.5, trees),
                TreeEnsemble.of(3, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees));
    }

    @ParameterizedTest
    @MethodSource("twoClasses")
    void whatWasMaliciousIsBenignAndTheOtherWayRound(Reorders kernel) {
        Reorders turned = (Reorders) kernel.withFirst(1);
        double[] before = kernel.malice(ROWS);
        double[] after = turned.malice(ROWS);
        double whole = kernel.scale() == Scale.PROBABILITY ? 1 : 0;
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(whole - before[i], within(1e-15));
        }
        assertThat(turned.withFirst(1).malice(ROWS)).containsExactly(before);
        assertThat(kernel.withFirst(0).malice(ROWS)).containsExactly(before);
        assertThat(before).isNotEqualTo(after);
        assertThatThrownBy(() -> kernel.withFirst(2)).hasMessageContaining("the first class");
    }

    static List<Reorders> severalClasses() {
        List<Tree> trees = List.of(stump(0, 1, 2), stump(1, 10, 20), stump(2, 100, 200), stump(0, 3, 4));
        List<Tree> places = List.of(stump(0, 0, 4), stump(2, 8, 4));
        double[] shares = {0.5, 0.25, 0.125, 0.125, 0, 1, 0, 0, 0.25, 0.25, 0.5, 0};
        return List.of(
                new OneAgainstRest(some(12), some(4)),
                new Network(new double[][] {some(15), some(20)}, new double[][] {some(5), some(4)}),
                new Network(new double[][] {some(12)}, new double[][] {some(4)}),
                new FloatNetwork(new Network(new double[][] {some(12)}, new double[][] {some(4)})),
                ClassTrees.sum(3, Precision.FLOAT, some(4), trees, new int[] {0, 1, 3, 2}),
                ClassTrees.mean(3, 4, places, shares));
    }

    @ParameterizedTest
    @MethodSource("severalClasses")
    void aClassMovesToTheFirstPlaceAndTheOthersKeepTheirOrder(Reorders kernel) {
        Rows before = kernel.scores(ROWS);
        Rows after = kernel.withFirst(2).scores(ROWS);
        int[] places = {2, 0, 1, 3};
        assertThat(after).isEqualTo(Rows.fill(ROWS.size(), 4, (i, c) -> before.get(i, places[c])));
        assertThat(kernel.withFirst(0).scores(ROWS)).isEqualTo(before);
        assertThatThrownBy(() -> kernel.withFirst(4)).hasMessageContaining("the first class");
    }
}
