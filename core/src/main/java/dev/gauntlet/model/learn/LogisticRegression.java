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
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import java.util.Arrays;
import java.util.List;

/** Learns the weights that make the labels most likely, less a penalty on large weights. */
@AutoService(Trainer.class)
public record LogisticRegression(
        @Param(value = "L2 penalty: the weight of half the squared norm, relative to the summed log-loss", low = 0)
        double l2)
        implements Categorises {
    public LogisticRegression {
        Catalogue.check(LogisticRegression.class, l2);
    }

    public LogisticRegression() {
        this(1.0);
    }

    @Override
    public String summary() {
        return "Logistic regression: one weight per feature, fitted by truncated Newton steps.";
    }

    @Override
    public String source() {
        return "Lin, Weng, Keerthi, Trust Region Newton Method for Large-Scale Logistic Regression, JMLR 9, 2008";
    }

    /** Its own, then a tenth and ten times the penalty. */
    @Override
    public List<LogisticRegression> settings() {
        return List.of(this, new LogisticRegression(l2 / 10), new LogisticRegression(10 * l2));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("l2", 1e-3, 1e3));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.of(data);
        double[] solved = new Newton(new LogLoss(matrix, l2)).minimise();
        return matrix.model(id(), new LinearKernel(Arrays.copyOf(solved, matrix.width), solved[matrix.width]));
    }

    /** As a network of one layer; every class has its weights. */
    @Override
    public Model categorise(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofClasses(data);
        int split = matrix.width * matrix.classes;
        double[] solved = new Newton(new SoftmaxLoss(matrix, l2)).minimise();
        double[] biases = Arrays.copyOfRange(solved, split, solved.length);
        double[] counts = matrix.counts();
        for (int c = 0; c < biases.length; c++) {
            biases[c] = counts[c] > 0 ? biases[c] : TrainingMatrix.NEVER;
        }
        return matrix.model(id(), new Network(new double[][] {Arrays.copyOf(solved, split)}, new double[][] {biases}));
    }
}
