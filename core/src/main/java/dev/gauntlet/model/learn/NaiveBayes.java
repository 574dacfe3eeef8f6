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
import dev.gauntlet.model.kernel.GaussianBayes;
import dev.gauntlet.model.kernel.GaussianClasses;
import java.util.List;

/** Learns a normal distribution per feature and class, taking the features as independent. */
@AutoService(Trainer.class)
public record NaiveBayes(
        @Param(value = "share of the largest variance that is added to every variance", low = 1e-15, high = 1)
        double smoothing)
        implements Categorises {
    public NaiveBayes {
        Catalogue.check(NaiveBayes.class, smoothing);
    }

    public NaiveBayes() {
        this(1e-9);
    }

    @Override
    public String summary() {
        return "Gaussian naive Bayes: one normal distribution per feature and class.";
    }

    @Override
    public String source() {
        return "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd edition, section 6.6.3";
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("smoothing", 1e-9, 0.1));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.of(data);
        double[] counts = matrix.counts();
        double[] means = means(matrix, counts);
        double prior = StrictMath.log(counts[1]) - StrictMath.log(counts[0]);
        return matrix.model(id(), new GaussianBayes(prior, means, variances(matrix, counts, means)));
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofClasses(data);
        double[] counts = matrix.counts();
        double[] means = means(matrix, counts);
        return matrix.model(id(), new GaussianClasses(matrix.logShares(), means, variances(matrix, counts, means)));
    }

    private static double[] means(TrainingMatrix matrix, double[] counts) {
        int d = matrix.width;
        double[] means = new double[counts.length * d];
        for (int i = 0; i < matrix.size; i++) {
            for (int j = 0; j < d; j++) {
                means[matrix.label(i) * d + j] += matrix.inputs[i * d + j];
            }
        }
        for (int k = 0; k < means.length; k++) {
            means[k] /= Math.max(1, counts[k / d]);
        }
        return means;
    }

    private double[] variances(TrainingMatrix matrix, double[] counts, double[] means) {
        int d = matrix.width;
        double[] variances = new double[means.length];
        for (int i = 0; i < matrix.size; i++) {
            int k = matrix.label(i) * d;
            for (int j = 0; j < d; j++) {
                double gap = matrix.inputs[i * d + j] - means[k + j];
                variances[k + j] += gap * gap / counts[k / d];
            }
        }
        smooth(variances);
        return variances;
    }

    private void smooth(double[] variances) {
        double largest = 0;
        for (double variance : variances) {
            largest = Math.max(largest, variance);
        }
        double extra = largest > 0 ? smoothing * largest : smoothing;
        for (int k = 0; k < variances.length; k++) {
            variances[k] += extra;
        }
    }
}
