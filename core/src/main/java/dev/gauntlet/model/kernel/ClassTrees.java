package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Reorders;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Trees for k classes. Either each tree belongs to one class, and its outputs are summed to that class's logit, as in
 * boosting; or each leaf holds a share per class, and the trees' mean is the probability, as in forests.
 */
public final class ClassTrees implements Reorders {
    static final String FORM = "class-trees";

    private final TreeTable table;
    private final Descent descent;
    private final int classes;
    /** Per class, where a sum starts; empty for a mean. */
    private final double[] base;
    /** Per tree, the class it belongs to; empty for a mean. */
    private final int[] classOf;
    /** For a mean, k numbers per leaf; a leaf's output is the place of its first. */
    private final double[] shares;

    private ClassTrees(TreeTable table, int classes, double[] base, int[] classOf, double[] shares) {
        this.table = table;
        descent = new Descent(table);
        this.classes = classes;
        this.base = base;
        this.classOf = classOf;
        this.shares = shares;
        Require.atLeast("classes", classes, 2);
        if (base.length > 0) {
            Require.same("starting logits", classes, base.length);
            Require.same("classes of trees", table.trees(), classOf.length);
            table.refuseOverflow(Arrays.stream(base).map(Math::abs).max().orElse(0));
            Arrays.stream(classOf).forEach(c -> Require.between("class of a tree", c, 0, classes - 1.0));
            return;
        }
        for (int node = 0; node < table.nodes(); node++) {
            if (table.isLeaf(node)) {
                Require.between("place of leaf " + node, table.value[node], 0, shares.length - (double) classes);
            }
        }
    }

    /**
     * A sum of trees of which each belongs to one class.
     *
     * @param base the starting logit of each class
     * @param classOf the class of each tree
     */
    public static ClassTrees sum(int inputs, Precision precision, double[] base, List<Tree> trees, int[] classOf) {
        return new ClassTrees(
                TreeTable.of(inputs, precision, trees), base.length, base.clone(), classOf.clone(), new double[0]);
    }

    /**
     * The mean of trees whose leaves hold a share per class.
     *
     * @param trees a leaf's output is the place of its first share in {@code shares}
     */
    public static ClassTrees mean(int inputs, int classes, List<Tree> trees, double[] shares) {
        TreeTable table = TreeTable.of(inputs, Precision.DOUBLE, trees);
        return new ClassTrees(table, classes, new double[0], new int[0], shares.clone());
    }

    @Override
    public int inputs() {
        return table.inputs;
    }

    public int trees() {
        return table.trees();
    }

    /** Whether it is known how many training rows reached each node. */
    public boolean hasCovers() {
        return table.hasCovers();
    }

    /**
     * What one class's score is made of: an ensemble whose output, of scale {@code NUMBER}, is the class's logit or
     * probability.
     */
    public TreeEnsemble ofClass(int output) {
        List<Tree> apart = table.apart();
        if (base.length > 0) {
            List<Tree> own = IntStream.range(0, apart.size())
                    .filter(t -> classOf[t] == output)
                    .mapToObj(apart::get)
                    .toList();
            return TreeEnsemble.of(table.inputs, table.precision, Output.NUMBER_SUM, base[output], own);
        }
        List<Tree> shared = apart.stream()
                .map(tree -> tree.withOutputs(place -> shares[(int) place + output] / apart.size()))
                .toList();
        return TreeEnsemble.of(table.inputs, table.precision, Output.NUMBER_SUM, 0, shared);
    }

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public Scale scale() {
        return base.length > 0 ? Scale.LOGIT : Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] sums = new double[rows.size() * classes];
        if (base.length > 0) {
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(base, 0, sums, i * classes, classes);
            }
            descent.of(rows, (tree, row, count, leaves, at) -> sum(sums, classOf[tree], row, count, leaves, at));
        } else {
            descent.of(rows, (tree, row, count, leaves, at) -> mean(sums, row, count, leaves, at));
            for (int k = 0; k < sums.length; k++) {
                sums[k] /= table.trees();
            }
        }
        return Rows.of(rows.size(), classes, sums);
    }

    private void sum(double[] sums, int own, int row, int count, int[] leaves, int at) {
        boolean floats = table.precision == Precision.FLOAT;
        for (int i = 0; i < count; i++) {
            double leaf = table.value[leaves[at + i]];
            int k = (row + i) * classes + own;
            sums[k] = floats ? (float) sums[k] + (float) leaf : sums[k] + leaf;
        }
    }

    private void mean(double[] sums, int row, int count, int[] leaves, int at) {
        for (int i = 0; i < count; i++) {
            int leaf = (int) table.value[leaves[at + i]];
            for (int c = 0; c < classes; c++) {
                sums[(row + i) * classes + c] += shares[leaf + c];
            }
        }
    }

    /** How many nodes its trees have. */
    public int nodes() {
        return table.nodes();
    }

    /** The node of the leaf that each row reaches in each tree, as numbered in the parameters. */
    public int[][] leaves(Rows rows) {
        int[][] reached = new int[rows.size()][trees()];
        descent.of(rows, (tree, row, count, leaves, at) -> {
            for (int i = 0; i < count; i++) {
                reached[row + i][tree] = leaves[at + i];
            }
        });
        return reached;
    }

    public Precision precision() {
        return table.precision;
    }

    /** The same ensemble of other trees over this many inputs. */
    public ClassTrees over(int inputs, UnaryOperator<Tree> other) {
        List<Tree> trees = table.apart().stream().map(other).toList();
        return new ClassTrees(TreeTable.of(inputs, precision(), trees), classes, base, classOf, shares);
    }

    @Override
    public ClassTrees withFirst(int output) {
        double[] places = IntStream.range(0, classes).asDoubleStream().toArray();
        double[] before = Reorders.moved(places, classes, output);
        int[] now = new int[classes];
        for (int c = 0; c < classes; c++) {
            now[(int) before[c]] = c;
        }
        double[] moved = shares.clone();
        for (int node = 0; node < table.nodes() && base.length == 0; node++) {
            for (int c = 0; c < classes && table.isLeaf(node); c++) {
                moved[(int) table.value[node] + now[c]] = shares[(int) table.value[node] + c];
            }
        }
        return new ClassTrees(
                table,
                classes,
                base.length == 0 ? base : Reorders.moved(base, classes, output),
                Arrays.stream(classOf).map(c -> now[c]).toArray(),
                moved);
    }

    /** As of {@link TreeEnsemble}, with {@code base} and {@code classes} of a sum and {@code shares} of a mean. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("base", base.clone());
        parameters.put("classes", TreeTable.doubles(classOf));
        parameters.put("shares", shares.clone());
        table.writeTo(parameters);
        parameters.put("form", new double[] {table.inputs, table.precisionCode(), classes});
        return parameters;
    }

    @Override
    public ClassTrees rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static ClassTrees fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double[] form = given.array("form", 3);
        TreeTable table = TreeTable.read(FORM, parameters, form[0], form[1]);
        return new ClassTrees(
                table,
                (int) Require.between("classes", form[2], 2, MOST_INPUTS),
                given.array("base"),
                given.whole("classes", 0, form[2] - 1),
                given.array("shares"));
    }
}
