package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import java.util.List;

/** Learns which share of a class's mass each feature has, every feature counted from 0 to 1 over its training range. */
@AutoService(Trainer.class)
public record MultinomialBayes(
        @Param(value = "smoothing: mass added to each feature, so that none is 0", low = 1e-9, high = 1e6)
        double smoothing)
        implements Categorises {
    public MultinomialBayes {
        Catalogue.check(MultinomialBayes.class, smoothing);
    }

    public MultinomialBayes() {
        this(1);
    }

    @Override
    public String summary() {
        return "Multinomial naive Bayes: the share of each feature in the total of each class.";
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
        TrainingMatrix matrix = TrainingMatrix.of(data, Encoding::unit);
        double[] logs = logs(matrix);
        double[] weights = new double[matrix.width];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = logs[2 * j + 1] - logs[2 * j];
        }
        double[] priors = matrix.logShares();
        return matrix.model(id(), new LinearKernel(weights, priors[1] - priors[0]));
    }

    /** As a network of one layer. */
    @Override
    public Model categorise(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofClasses(data, Encoding::unit);
        return matrix.model(id(), new Network(new double[][] {logs(matrix)}, new double[][] {matrix.logShares()}));
    }

    /** The logarithm of each feature's smoothed share of a class's mass: feature by feature, one per class. */
    private double[] logs(TrainingMatrix matrix) {
        int k = matrix.classes;
        double[] mass = new double[matrix.width * k];
        double[] totals = new double[k];
        for (int i = 0; i < matrix.size; i++) {
            int c = matrix.label(i);
            for (int j = 0; j < matrix.width; j++) {
                mass[j * k + c] += matrix.inputs[i * matrix.width + j];
                totals[c] += matrix.inputs[i * matrix.width + j];
            }
        }
        for (int m = 0; m < mass.length; m++) {
            mass[m] = StrictMath.log((mass[m] + smoothing) / (totals[m % k] + smoothing * matrix.width));
        }
        return mass;
    }
}
