package dev.gauntlet.search.trees;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Encoding.Form;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import dev.gauntlet.model.kernel.VotingKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A detector that consists of trees, with every split as a cut in the units of the schema: a row goes to the first child
 * where its value is below the cut, with exactly the outcome that encoding, cast and comparison of the detector have. One
 * ensemble is one member; those of a vote are several. Immutable.
 */
public final class SplitTrees {
    /** The most values that are tried of a whole number whose values an encoding looks up. */
    private static final int MOST_VALUES = 10_000;

    final Schema schema;
    /** The first node of each tree, member by member in the order in which outputs are summed. */
    final int[] roots;

    final int[] memberOf;
    final TreeEnsemble[] ensembles;
    /** The score of a member at or above which it alarms. */
    final double[] thresholds;
    /** How many members must alarm for an alarm. */
    final int needed;
    /** Per node, its column; -1 of a leaf. */
    final int[] feature;
    /** Per node, the first value in the schema's order that goes to {@code right}, of a feature with an order. */
    final double[] cut;
    /** Per node, the threshold that the encoded value is compared with. */
    final double[] threshold;
    /** Per node, where a value below the cut goes. */
    final int[] left;

    final int[] right;
    /** Per node, whether an encoded value below the threshold goes to {@code right}, as the encoding turns the order round. */
    final boolean[] turned;

    final boolean[] missingLeft;
    final double[] output;
    /** The cuts of each column in order. */
    final double[][] cuts;

    private final Encoding outer;
    private final List<Encoding> inner;

    private SplitTrees(
            Model model, Encoding outer, List<VotingKernel.Member> members, List<Encoding> inner, int needed) {
        this.schema = model.schema();
        this.outer = outer;
        this.inner = inner;
        this.needed = needed;
        ensembles = members.stream().map(one -> (TreeEnsemble) one.kernel()).toArray(TreeEnsemble[]::new);
        thresholds =
                members.stream().mapToDouble(VotingKernel.Member::threshold).toArray();
        List<Tree> trees = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int m = 0; m < ensembles.length; m++) {
            for (Tree tree : ensembles[m].apart()) {
                trees.add(tree);
                owners.add(m);
            }
        }
        int nodes = trees.stream().mapToInt(Tree::size).sum();
        roots = new int[trees.size()];
        memberOf = owners.stream().mapToInt(Integer::intValue).toArray();
        feature = new int[nodes];
        cut = new double[nodes];
        threshold = new double[nodes];
        left = new int[nodes];
        right = new int[nodes];
        turned = new boolean[nodes];
        missingLeft = new boolean[nodes];
        output = new double[nodes];
        for (int t = 0, at = 0; t < roots.length; at += trees.get(t).size(), t++) {
            roots[t] = at;
            put(trees.get(t), at, memberOf[t]);
        }
        cuts = new double[schema.width()][];
        for (int j = 0; j < cuts.length; j++) {
            int column = j;
            cuts[j] = IntStream.range(0, nodes)
                    .filter(i -> feature[i] == column)
                    .mapToDouble(i -> cut[i] + 0.0)
                    .sorted()
                    .distinct()
                    .toArray();
        }
    }

    /**
     * The trees of a detector.
     *
     * @return empty if it is no ensemble of trees with two outcomes per split, nor a vote of such
     */
    public static Optional<SplitTrees> of(Model model) {
        Predictor kernel = model.kernel();
        Encoding outer = model.encoding();
        if (kernel instanceof TreeEnsemble) {
            Encoding same = Encoding.identity(outer.width());
            var only = new VotingKernel.Member(same, kernel, model.threshold());
            return fit(model, List.of(outer))
                    ? Optional.of(new SplitTrees(model, outer, List.of(only), List.of(), 1))
                    : Optional.empty();
        }
        if (!(kernel instanceof VotingKernel vote) || !(vote.members().get(0).kernel() instanceof TreeEnsemble)) {
            return Optional.empty();
        }
        List<Encoding> inner =
                vote.members().stream().map(VotingKernel.Member::encoding).toList();
        List<Encoding> all = new ArrayList<>(inner);
        all.add(outer);
        return fit(model, all)
                ? Optional.of(new SplitTrees(model, outer, vote.members(), inner, vote.alarmsFor(model.threshold())))
                : Optional.empty();
    }

    /** Whether every column has an order, or few values. */
    private static boolean fit(Model model, List<Encoding> encodings) {
        for (int j = 0; j < model.schema().width(); j++) {
            for (Encoding encoding : encodings) {
                if (encoding.form(j) == Form.TABLE && !isListed(model.schema().feature(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether all values of a feature can be tried one by one. */
    private static boolean isListed(Feature feature) {
        return feature.kind() != Feature.Kind.REAL && feature.high() - feature.low() < MOST_VALUES;
    }

    private void put(Tree tree, int at, int member) {
        for (int i = 0; i < tree.size(); i++) {
            int node = at + i;
            feature[node] = -1;
            if (tree.isLeaf(i)) {
                output[node] = tree.output(i);
                continue;
            }
            int j = tree.feature(i);
            feature[node] = j;
            threshold[node] = tree.threshold(i);
            missingLeft[node] = tree.missingLeft(i);
            turned[node] = isOrdered(j) && slope(member, j) < 0;
            left[node] = at + (turned[node] ? tree.right(i) : tree.left(i));
            right[node] = at + (turned[node] ? tree.left(i) : tree.right(i));
            cut[node] = isOrdered(j) ? cut(member, j, tree.threshold(i), turned[node]) : 0;
        }
    }

    /** Whether the values of a column have the order of the encoded ones, or the opposite one. */
    boolean isOrdered(int column) {
        return schema.feature(column).kind() != Feature.Kind.CATEGORY
                && outer.form(column) != Form.TABLE
                && inner.stream().allMatch(one -> one.form(column) != Form.TABLE);
    }

    private double slope(int member, int column) {
        return outer.factor(column) * (inner.isEmpty() ? 1 : inner.get(member).factor(column));
    }

    /** A value as a member compares it. */
    double compared(int member, int column, double value) {
        double encoded = outer.encode(column, value);
        if (!inner.isEmpty()) {
            encoded = inner.get(member).encode(column, encoded);
        }
        return ensembles[member].precision() == Precision.FLOAT ? (float) encoded : encoded;
    }

    /** The least value that goes to the right child, found by bisection over all doubles. */
    private double cut(int member, int column, double limit, boolean falls) {
        double low = Double.NEGATIVE_INFINITY; // goes left
        double high = Double.POSITIVE_INFINITY; // goes right
        while (Math.nextUp(low) < high) {
            double middle = Doubles.between(low, high);
            if (compared(member, column, middle) >= limit != falls) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high + 0.0;
    }

    /** Whether a split sends a value to its {@code left}. */
    boolean goesLeft(int node, int member, double value) {
        double encoded = compared(member, feature[node], value);
        boolean first = Double.isNaN(encoded) ? missingLeft[node] : encoded < threshold[node];
        return first != turned[node];
    }

    private int leaf(int tree, double[] row) {
        int node = roots[tree];
        while (feature[node] >= 0) {
            node = goesLeft(node, memberOf[tree], row[feature[node]]) ? left[node] : right[node];
        }
        return node;
    }

    /** The sum of each member's outputs on a row, with the detector's own rounding. */
    double[] sums(double[] row) {
        double[] sums = new double[ensembles.length];
        for (int m = 0; m < sums.length; m++) {
            sums[m] = start(m);
        }
        for (int t = 0; t < roots.length; t++) {
            int m = memberOf[t];
            double value = output[leaf(t, row)];
            sums[m] = ensembles[m].precision() == Precision.FLOAT ? (float) sums[m] + (float) value : sums[m] + value;
        }
        return sums;
    }

    double start(int member) {
        return switch (ensembles[member].output()) {
            case LOGIT_SUM, NUMBER_SUM -> ensembles[member].base();
            case PROBABILITY_MEAN, ISOLATION -> 0;
        };
    }

    /** The score that a member gives for a sum of its outputs. */
    double score(int member, double sum) {
        return ensembles[member].ofSum(sum);
    }

    /** Per member, the largest error by which sums in another order or precision can differ from the detector's. */
    double[] errors() {
        double[] sizes = new double[ensembles.length];
        for (int m = 0; m < sizes.length; m++) {
            sizes[m] = Math.abs(start(m));
        }
        for (int t = 0; t < roots.length; t++) {
            int end = t + 1 < roots.length ? roots[t + 1] : output.length;
            sizes[memberOf[t]] +=
                    Arrays.stream(output, roots[t], end).map(Math::abs).max().orElse(0);
        }
        for (int m = 0; m < sizes.length; m++) {
            double unit = ensembles[m].precision() == Precision.FLOAT ? 0x1p-23 : 0x1p-50;
            sizes[m] *= unit * (ensembles[m].trees() + 1);
        }
        return sizes;
    }

    /** How many trees there are in all members together. */
    public int size() {
        return roots.length;
    }

    public Schema schema() {
        return schema;
    }
}
