package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClassKernelsTest {
    private static Tree stump(double threshold, double low, double high) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, 0, threshold, false, left, right);
        tree.leaf(left, low);
        tree.leaf(right, high);
        return tree.build();
    }

    private static final Rows TWO = Rows.of(new double[] {0}, new double[] {9});

    @Test
    void aTreeAddsToTheClassItBelongsTo() {
        List<Tree> trees = List.of(stump(5, 1, 2), stump(5, 10, 20), stump(5, 100, 200));
        ClassTrees sum = ClassTrees.sum(1, Precision.DOUBLE, new double[] {0.5, 0, -1}, trees, new int[] {2, 0, 2});
        assertThat(sum.scores(TWO)).isEqualTo(Rows.of(new double[] {10.5, 0, 100}, new double[] {20.5, 0, 201}));
    }

    @Test
    void theMeanOfTheLeavesSharesIsTheProbability() {
        double[] shares = {1, 0, 0, 0, 0.5, 0.5, 0, 0, 1};
        ClassTrees mean = ClassTrees.mean(1, 3, List.of(stump(5, 0, 3), stump(10, 0, 6)), shares);
        assertThat(mean.scores(TWO)).isEqualTo(Rows.of(new double[] {1, 0, 0}, new double[] {0.5, 0.25, 0.25}));
        assertThat(mean.malice(TWO)).containsExactly(0, 0.5);
    }

    @Test
    void leavesAndTreesMustReferToClassesThatAreThere() {
        List<Tree> trees = List.of(stump(5, 0, 3));
        assertThatThrownBy(() -> ClassTrees.mean(1, 3, trees, new double[5])).hasMessageContaining("place of leaf 2");
        assertThatThrownBy(() -> ClassTrees.sum(1, Precision.DOUBLE, new double[2], trees, new int[] {2}))
                .hasMessageContaining("class of a tree");
        Map<String, double[]> tampered =
                new HashMap<>(ClassTrees.mean(1, 3, trees, new double[6]).parameters());
        tampered.put("value", new double[] {5, 0, 4});
        assertThatThrownBy(() -> Kernels.of("class-trees", tampered)).hasMessageContaining("place of leaf 2");
    }

    @Test
    void aNetworkOfOneLayerIsALinearModelOfItsClasses() {
        Network network = new Network(new double[][] {{1, 2, 3}}, new double[][] {{0.5, 0, -1}});
        assertThat(network.scores(TWO)).isEqualTo(Rows.of(new double[] {0.5, 0, -1}, new double[] {9.5, 18, 26}));
        assertThat(network.malice(TWO)[0]).isCloseTo(StrictMath.log(1 + StrictMath.exp(-1)) - 0.5, within(1e-15));
    }

    @Test
    void normalClassesDifferByTheirLogDensities() {
        GaussianClasses kernel = new GaussianClasses(
                new double[] {StrictMath.log(0.5), StrictMath.log(0.25), StrictMath.log(0.25)},
                new double[] {0, 2, 4},
                new double[] {1, 1, 4});
        double[] row = kernel.scores(Rows.of(new double[] {2})).row(0);
        assertThat(row[1] - row[0]).isCloseTo(2 - StrictMath.log(2), within(1e-12));
        assertThat(row[2] - row[1]).isCloseTo(-0.5 - StrictMath.log(2), within(1e-12));
    }

    @Test
    void ofTwoClassesItIsTheKernelOfTwo() {
        double[] means = {0, 1, 2, -1};
        double[] variances = {1, 2, 0.5, 3};
        Rows rows = Rows.of(new double[] {0.3, 0.7}, new double[] {-2, 5});
        double[] two = new GaussianBayes(StrictMath.log(3), means, variances).malice(rows);
        double[] several = new GaussianClasses(new double[] {0, StrictMath.log(3)}, means, variances).malice(rows);
        for (int i = 0; i < two.length; i++) {
            assertThat(several[i]).isCloseTo(two[i], within(1e-12));
        }
    }

    @Test
    void oneAgainstTheRestDividesLogisticFunctionsByTheirSum() {
        OneAgainstRest kernel = new OneAgainstRest(new double[] {1, -2, 0.5, 0, -1, 3}, new double[] {0.25, -1, 0});
        double[] chance = new double[3];
        double[] sums = {0.25 + 2 + 2, -1 + 1, -2 - 3};
        for (int c = 0; c < 3; c++) {
            chance[c] = 1 / (1 + StrictMath.exp(-sums[c]));
        }
        double odds = (chance[1] + chance[2]) / chance[0];
        assertThat(kernel.malice(Rows.of(new double[] {2, -1})))
                .containsExactly(new double[] {StrictMath.log(odds)}, within(1e-12));
        double[] far = kernel.scores(Rows.of(new double[] {1e6, 0})).row(0);
        assertThat(far).containsExactly(0, 0, -1e6);
        Rows rows = Rows.of(new double[] {0.3, -0.7}, new double[] {-2, 5});
        assertThat(Kernels.of(kernel.form(), kernel.parameters()).scores(rows)).isEqualTo(kernel.scores(rows));
        assertThat(kernel.rebuild(kernel.parameters()).scores(rows)).isEqualTo(kernel.scores(rows));
        assertThatThrownBy(() -> new OneAgainstRest(new double[5], new double[2]))
                .hasMessageContaining("2 classes");
    }

    @Test
    void gradientsOfOneAgainstTheRestAreThoseOfFiniteDifferences() {
        OneAgainstRest kernel = new OneAgainstRest(new double[] {1, -2, 0.5, 0, -1, 3}, new double[] {0.25, -1, 0});
        double[] row = {0.3, -0.7};
        Rows gradient = kernel.maliceGradient(Rows.of(row));
        for (int j = 0; j < row.length; j++) {
            double[] up = row.clone();
            up[j] += 1e-6;
            double[] down = row.clone();
            down[j] -= 1e-6;
            double[] malice = kernel.malice(Rows.of(up, down));
            assertThat(gradient.get(0, j)).isCloseTo((malice[0] - malice[1]) / 2e-6, within(1e-6));
        }
    }
}
