package dev.gauntlet.search.trees;

import dev.gauntlet.base.Rng;
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
import dev.gauntlet.model.kernel.VotingKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small random detectors of trees, and the least change of a row by trying every cell of the grid of their thresholds. */
final class Grove {
    /** Numbers, whole numbers, a flag, a category, a one-hot group, and every way to move; no rules. */
    static final Schema SCHEMA = new Schema(
            List.of(
                    Feature.real("free", 0, 4).withCost(0.5),
                    Feature.whole("count", 0, 6).withScale(3).withCost(2),
                    Feature.real("up", 0, 4).withMove(Feature.Move.UP_ONLY),
                    Feature.whole("down", 0, 6).withMove(Feature.Move.DOWN_ONLY),
                    Feature.real("fixed", 0, 4).withMove(Feature.Move.FIXED),
                    Feature.flag("flag").withCost(0.25),
                    Feature.category("kind", List.of("a", "b", "c")).withCost(0.75),
                    Feature.flag("is-x"),
                    Feature.flag("is-y").withCost(0.1),
                    Feature.flag("is-z").withMove(Feature.Move.DOWN_ONLY)),
            Map.of("is", List.of("is-x", "is-y", "is-z")),
            List.of());

    private Grove() {}

    /** An encoding with every form: shrunk, turned round, on a logarithmic scale, looked up. */
    static Encoding encoding() {
        double[] shifts = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        double[] factors = {-0.7, 0.3, 1, 1, 1, 1, 1, 1, -1, 1};
        double[] fills = new double[10];
        Arrays.fill(fills, Double.NaN);
        return Encoding.scaled(shifts, factors, fills).withTables(Map.of(6, new double[] {0.3, 2.5, 1.1, 0}));
    }

    static Model boosted(Rng rng, Encoding encoding, Precision precision, int trees) {
        return new Model("boosted", SCHEMA, encoding, ensemble(rng, precision, Output.LOGIT_SUM, trees), 0.1);
    }

    static Model forest(Rng rng, Output output) {
        return new Model("forest", SCHEMA, encoding(), ensemble(rng, Precision.DOUBLE, output, 5), 0.4);
    }

    static Model vote(Rng rng) {
        List<VotingKernel.Member> members = IntStream.range(0, 3)
                .mapToObj(m -> new VotingKernel.Member(
                        m == 0 ? encoding() : Encoding.identity(10),
                        ensemble(rng, Precision.DOUBLE, Output.PROBABILITY_MEAN, 2),
                        0.5))
                .toList();
        return new Model("vote", SCHEMA, Encoding.identity(10), new VotingKernel(members, 0, 0));
    }

    private static TreeEnsemble ensemble(Rng rng, Precision precision, Output output, int trees) {
        List<Tree> grown = new ArrayList<>();
        for (int t = 0; t < trees; t++) {
            Tree.Builder tree = new Tree.Builder();
            grow(tree, tree.node(), 3, rng, output);
            grown.add(tree.build());
        }
        return TreeEnsemble.of(10, precision, output, output == Output.ISOLATION ? 0.6 : 0, grown);
    }

    private static void grow(Tree.Builder tree, int node, int depth, Rng rng, Output output) {
        if (depth == 0) {
            tree.leaf(node, output == Output.LOGIT_SUM ? rng.nextGaussian() : rng.nextDouble());
            return;
        }
        int feature = rng.nextInt(10);
        double threshold = feature == 0
                ? rng.nextDouble() * 2.8 - 2.1
                : feature == 8 && rng.nextInt(2) == 0 ? -0.5 : feature > 6 || feature == 5 ? 0.5 : rng.nextDouble() * 3;
        int left = tree.node();
        int right = tree.node();
        tree.split(node, feature, threshold, rng.nextInt(2) == 0, left, right);
        grow(tree, left, depth - 1, rng, output);
        grow(tree, right, depth - 1, rng, output);
    }

    static double[] row(Rng rng) {
        int one = rng.nextInt(3);
        return new double[] {
            rng.nextDouble() * 4,
            rng.nextInt(7),
            rng.nextDouble() * 4,
            rng.nextInt(7),
            rng.nextDouble() * 4,
            rng.nextInt(2),
            rng.nextInt(3),
            one == 0 ? 1 : 0,
            one == 1 ? 1 : 0,
            one == 2 ? 1 : 0
        };
    }

    /**
     * The least change that turns the verdict, over every valid row of a grid that has the original value and values just
     * below, at and above each point where some tree may split.
     *
     * @return infinite if there is none
     */
    static double least(Model model, double[] row, Norm norm, double reach) {
        List<double[]> all = new ArrayList<>();
        fill(model, row, 0, row.clone(), reach, all);
        boolean alarm = model.alarms(Rows.of(row))[0];
        double least = Double.POSITIVE_INFINITY;
        boolean[] alarms = model.alarms(Rows.of(all.toArray(double[][]::new)));
        for (int i = 0; i < alarms.length; i++) {
            double[] changed = all.get(i);
            if (alarms[i] != alarm && SCHEMA.lawful(row, changed) && SCHEMA.largestMove(row, changed) <= reach) {
                least = Math.min(least, norm.of(SCHEMA, row, changed));
            }
        }
        return least;
    }

    private static void fill(Model model, double[] row, int column, double[] at, double reach, List<double[]> into) {
        if (column == row.length) {
            into.add(at.clone());
            return;
        }
        for (double value : values(model, row, column)) {
            at[column] = value;
            fill(model, row, column + 1, at, reach, into);
        }
        at[column] = row[column];
    }

    private static double[] values(Model model, double[] row, int column) {
        Feature feature = SCHEMA.feature(column);
        if (feature.kind() != Feature.Kind.REAL) {
            return IntStream.rangeClosed((int) feature.low(), (int) feature.high())
                    .asDoubleStream()
                    .toArray();
        }
        List<TreeEnsemble> ensembles = model.kernel() instanceof VotingKernel vote
                ? vote.members().stream().map(m -> (TreeEnsemble) m.kernel()).toList()
                : List.of((TreeEnsemble) model.kernel());
        List<Double> values = new ArrayList<>(List.of(row[column]));
        for (TreeEnsemble ensemble : ensembles) {
            for (Tree tree : ensemble.apart()) {
                for (int i = 0; i < tree.size(); i++) {
                    if (!tree.isLeaf(i) && tree.feature(i) == column && feature.move() != Feature.Move.FIXED) {
                        double plain = tree.threshold(i);
                        double turned = plain / -0.7 + 1;
                        for (double t : column == 0 ? new double[] {plain, turned} : new double[] {plain}) {
                            values.add(t - 1e-6);
                            values.add(t + 1e-6);
                        }
                    }
                }
            }
        }
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(v -> v >= feature.low()
                        && v <= feature.high()
                        && feature.move().permits(row[column], v))
                .distinct()
                .toArray();
    }
}
