package dev.gauntlet.search.trees;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.VotingKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether some features alone can carry the score of trees across a gap: whether two rows differ in nothing else, one of
 * which scores at most the lower end and the other at least the upper. Values are those that kinds, bounds and one-hot groups
 * allow; rules between features are not looked at, so that a proof that there is no such pair holds with them as well.
 *
 * <p>The trees are searched twice at once, as two members that share the other features ({@link BoxSearch}).
 *
 * <p>The question is that of Ensense (ICLR 2026), which answers it by integer programming.
 */
public final class Sensitivity {
    private final double[] below;
    private final double[] above;
    private final boolean complete;
    private final long nodes;

    private Sensitivity(double[] below, double[] above, boolean complete, long nodes) {
        this.below = below.clone();
        this.above = above.clone();
        this.complete = complete;
        this.nodes = nodes;
    }

    /**
     * Looks for such a pair.
     *
     * @param model an ensemble of trees with one score
     * @param free the columns in which the rows may differ; a one-hot group wholly or not at all
     * @param low the lower end, as {@link Model#malice} counts
     * @param high the upper end
     * @param from a row from which the search starts: the first pairs that it looks at are near to it
     * @param boxes that it looks at at most
     * @throws IllegalArgumentException if the model is something else, or a group is divided
     */
    public static Sensitivity of(Model model, int[] free, double low, double high, double[] from, long boxes) {
        Require.that(low < high, "the gap must have its lower end below its upper end");
        Require.same("values in the row", model.schema().width(), from.length);
        Twice twice = new Twice(model, free);
        SplitTrees trees = SplitTrees.of(twice.model())
                .orElseThrow(() -> new IllegalArgumentException("the detector is not an ensemble of trees"));
        Aim aim = Aim.apart(trees, low, high);
        double[] row = twice.of(from);
        Moves moves = new Moves(trees, row, Norm.LINF, Double.POSITIVE_INFINITY);
        List<double[]> found = new ArrayList<>();
        BoxSearch search = new BoxSearch(new RowTrees(aim, moves), chosen -> {
            double[] changed = row.clone();
            for (int v = 0; v < moves.count; v++) {
                if (chosen[v] != moves.start[v]) {
                    moves.put(v, chosen[v], changed);
                }
            }
            if (!aim.reached(changed)) {
                return Double.POSITIVE_INFINITY;
            }
            found.add(changed);
            return -1;
        });
        boolean complete = search.search(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, boxes);
        return found.isEmpty()
                ? new Sensitivity(new double[0], new double[0], complete, search.nodes())
                : new Sensitivity(twice.first(found.get(0)), twice.second(found.get(0)), true, search.nodes());
    }

    /** The row at or below the lower end, if a pair was found. */
    public Optional<double[]> below() {
        return below.length == 0 ? Optional.empty() : Optional.of(below.clone());
    }

    /** The row at or above the upper end, if a pair was found. */
    public Optional<double[]> above() {
        return above.length == 0 ? Optional.empty() : Optional.of(above.clone());
    }

    /** Whether it is proven that these features alone do not carry the score across. */
    public boolean isRuledOut() {
        return below.length == 0 && complete;
    }

    /** The boxes that were looked at. */
    public long nodes() {
        return nodes;
    }

    /** A detector twice, as two votes over the features of both rows; those that are shared stand there once. */
    private static final class Twice {
        private final Model once;
        private final int width;
        /** The column in once that each column of twice is of. */
        private final int[] origin;
        /** Where each column of the second row is. */
        private final int[] place;

        Twice(Model once, int[] free) {
            this.once = once;
            this.width = once.schema().width();
            this.origin = IntStream.range(0, width + free.length)
                    .map(k -> k < width ? k : free[k - width])
                    .toArray();
            this.place = IntStream.range(0, width).toArray();
            for (int k = 0; k < free.length; k++) {
                Require.that(place[free[k]] == free[k], "a feature is named twice");
                place[free[k]] = width + k;
            }
        }

        Model model() {
            Require.that(
                    once.kernel() instanceof TreeEnsemble, "the detector is not an ensemble of trees with one score");
            TreeEnsemble trees = (TreeEnsemble) once.kernel();
            int[] all = IntStream.range(0, origin.length).toArray();
            Encoding same = Encoding.identity(origin.length);
            VotingKernel both = new VotingKernel(
                    List.of(
                            new VotingKernel.Member(same, trees.over(all.length, tree -> tree), 0),
                            new VotingKernel.Member(
                                    same, trees.over(all.length, tree -> tree.withColumns(j -> place[j])), 0)),
                    0,
                    0);
            return new Model(once.trainer(), schema(), once.encoding().select(origin), both);
        }

        private Schema schema() {
            List<Feature> features = new ArrayList<>();
            for (int k = 0; k < origin.length; k++) {
                Feature feature = once.schema().feature(origin[k]).withMove(Feature.Move.FREE);
                features.add(k < width ? feature : feature.withName(other(feature.name())));
            }
            Map<String, List<String>> groups = new LinkedHashMap<>();
            once.schema().groups().forEach((name, members) -> {
                List<String> seconds = members.stream()
                        .filter(member -> place[once.schema().column(member)] >= width)
                        .map(Twice::other)
                        .toList();
                Require.that(
                        seconds.isEmpty() || seconds.size() == members.size(),
                        "the features of the one-hot group %s must be named all or not at all",
                        name);
                groups.put(name, members);
                if (!seconds.isEmpty()) {
                    groups.put(other(name), seconds);
                }
            });
            return new Schema(features, groups, List.of());
        }

        private static String other(String name) {
            return name + " of the other row";
        }

        double[] of(double[] row) {
            return IntStream.of(origin).mapToDouble(j -> row[j]).toArray();
        }

        double[] first(double[] both) {
            return Arrays.copyOf(both, width);
        }

        double[] second(double[] both) {
            return IntStream.of(place).mapToDouble(k -> both[k]).toArray();
        }
    }
}
