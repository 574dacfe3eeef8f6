package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns how often each feature is above its mean in each class, taking the features as independent. A feature's part of
 * the log-odds is a tree of one split.
 */
@AutoService(Trainer.class)
public record BernoulliBayes(
        @Param(value = "smoothing: rows added to each count, so that none is 0", low = 1e-9, high = 1e6)
        double smoothing)
        implements Categorises {
    public BernoulliBayes {
        Catalogue.check(BernoulliBayes.class, smoothing);
    }

    public BernoulliBayes() {
        this(1);
    }

    @Override
    public String summary() {
        return "Bernoulli naive Bayes: how often each feature is above its mean, by class.";
    }

    @Override
    public String source() {
        return "McCallum, Nigam, A Comparison of Event Models for Naive Bayes Text Classification, AAAI workshop, 1998";
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("smoothing", 0.01, 10));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.of(data);
        double[] counts = matrix.counts();
        double[] on = on(matrix, counts);
        int d = matrix.width;
        List<Tree> trees = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            trees.add(stump(
                    j,
                    StrictMath.log(1 - on[d + j]) - StrictMath.log(1 - on[j]),
                    StrictMath.log(on[d + j]) - StrictMath.log(on[j])));
        }
        double prior = StrictMath.log(counts[1]) - StrictMath.log(counts[0]);
        return matrix.model(id(), TreeEnsemble.of(d, Precision.DOUBLE, Output.LOGIT_SUM, prior, trees));
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofClasses(data);
        double[] counts = matrix.counts();
        double[] on = on(matrix, counts);
        int d = matrix.width;
        List<Tree> trees = new ArrayList<>();
        int[] classOf = new int[on.length];
        for (int k = 0; k < on.length; k++) {
            trees.add(stump(k % d, StrictMath.log(1 - on[k]), StrictMath.log(on[k])));
            classOf[k] = k / d;
        }
        return matrix.model(id(), ClassTrees.sum(d, Precision.DOUBLE, matrix.logShares(), trees, classOf));
    }

    /** The smoothed share of a class's rows that are above the mean: class by class, one per feature. */
    private double[] on(TrainingMatrix matrix, double[] counts) {
        int d = matrix.width;
        double[] on = new double[counts.length * d];
        for (int i = 0; i < matrix.size; i++) {
            for (int j = 0; j < d; j++) {
                on[matrix.label(i) * d + j] += matrix.inputs[i * d + j] > 0 ? 1 : 0;
            }
        }
        for (int k = 0; k < on.length; k++) {
            on[k] = (on[k] + smoothing) / (counts[k / d] + 2 * smoothing);
        }
        return on;
    }

    /** A mean is 0 once encoded; what is not above it goes left. */
    private static Tree stump(int feature, double low, double high) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, feature, Double.MIN_VALUE, true, left, right);
        tree.leaf(left, low);
        tree.leaf(right, high);
        return tree.build();
    }
}
