package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.DataDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.learn.RandomForest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Drops the benign training rows that are outliers along the direction in which benign rows vary most, where a row is
 * seen as the set of leaves it falls into in a shallow forest: poison that shares a trigger, or imitates malicious
 * rows, shares leaves.
 *
 * <p>A row is the indicator vector x of its leaves, one per tree; with the mean m of all benign rows and the top right
 * singular vector v of the matrix of x - m, its score is the square of (x - m) v.
 */
@AutoService(Defence.class)
public record LeafSpectralFilter(
        @Param(value = "share of the benign rows that are dropped", low = 0, high = 0.5)
        double dropped,

        @Param(value = "trees of the forest", low = 1, high = 1000)
        int trees,

        @Param(value = "largest depth of a tree", low = 1, high = 20)
        int depth)
        implements DataDefence {
    private static final int STEPS = 30;

    public LeafSpectralFilter {
        Catalogue.check(LeafSpectralFilter.class, dropped, trees, depth);
    }

    public LeafSpectralFilter() {
        this(0.075, 20, 6);
    }

    @Override
    public boolean[] kept(Dataset train, Run run) {
        Model forest = new RandomForest(trees, depth, 5, 0).trained(train, run);
        boolean[] kept = new boolean[train.size()];
        Arrays.fill(kept, true);
        // Rows are poisoned under the label that is to be learnt: benign, or a kind.
        int classes = train.isOfKinds() ? train.labelNames().size() : 1;
        for (int label = 0; label < classes; label++) {
            drop(label, train, forest, kept, run);
        }
        return kept;
    }

    private void drop(int label, Dataset train, Model forest, boolean[] kept, Run run) {
        int[] own = IntStream.range(0, train.size())
                .filter(i -> train.label(i) == label)
                .toArray();
        Rows encoded = forest.encoding().encode(train.rows().select(own));
        double[] scores = forest.kernel() instanceof ClassTrees trees
                ? scores(trees.leaves(encoded), trees.nodes(), run)
                : scores((TreeEnsemble) forest.kernel(), encoded, run);
        int[] order = IntStream.range(0, own.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int k = 0; k < (int) (dropped * own.length); k++) {
            kept[own[order[k]]] = false;
        }
    }

    private static double[] scores(TreeEnsemble trees, Rows rows, Run run) {
        return scores(trees.leaves(rows), trees.nodes(), run);
    }

    /** The squared projection of each row on the top singular vector, found by power iteration. */
    private static double[] scores(int[][] leaves, int nodes, Run run) {
        double[] mean = new double[nodes];
        for (int[] row : leaves) {
            for (int leaf : row) {
                mean[leaf] += 1.0 / leaves.length;
            }
        }
        var rng = run.child("start").rng();
        double[] vector = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            vector[i] = rng.nextGaussian();
        }
        double[] projections = new double[leaves.length];
        for (int step = 0; step < STEPS; step++) {
            project(leaves, mean, vector, projections);
            vector = turned(leaves, mean, projections);
        }
        project(leaves, mean, vector, projections);
        return Arrays.stream(projections).map(p -> p * p).toArray();
    }

    /** (x - m) v for every row. */
    private static void project(int[][] leaves, double[] mean, double[] vector, double[] into) {
        double centre = 0;
        for (int i = 0; i < mean.length; i++) {
            centre += mean[i] * vector[i];
        }
        for (int i = 0; i < leaves.length; i++) {
            double sum = -centre;
            for (int leaf : leaves[i]) {
                sum += vector[leaf];
            }
            into[i] = sum;
        }
    }

    /** The sum of the rows x - m, each weighted by its projection, made of length 1. */
    private static double[] turned(int[][] leaves, double[] mean, double[] projections) {
        double[] vector = new double[mean.length];
        double total = 0;
        for (int i = 0; i < leaves.length; i++) {
            total += projections[i];
            for (int leaf : leaves[i]) {
                vector[leaf] += projections[i];
            }
        }
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= total * mean[i];
            squares += vector[i] * vector[i];
        }
        double length = squares == 0 ? 1 : StrictMath.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    @Override
    public Set<String> against() {
        return Set.of("poisoning");
    }

    @Override
    public String summary() {
        return "Drops benign training rows that are outliers in the leaves they share.";
    }

    @Override
    public String when() {
        return "Use it where a backdoor may have been planted in rows with correct labels. It costs a stated share of honest training rows.";
    }

    @Override
    public String source() {
        return "Tran, Li, Madry, Spectral Signatures in Backdoor Attacks, NeurIPS 2018, on tree leaves";
    }

    @Override
    public String advice() {
        return "Review benign training rows that share unusual leaves, and record who submitted each row.";
    }
}
