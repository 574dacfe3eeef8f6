package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.MatrixProduct;
import java.util.List;

/** Least squares with a penalty on large weights, solved in closed form; a detector fits -1 and 1. */
@AutoService(Trainer.class)
public record RidgeRegression(
        @Param(value = "L2 penalty: the weight of the squared norm, relative to the summed squared error", low = 1e-9)
        double l2)
        implements Predicts {
    public RidgeRegression {
        Catalogue.check(RidgeRegression.class, l2);
    }

    public RidgeRegression() {
        this(1.0);
    }

    @Override
    public String summary() {
        return "Ridge regression: one weight per feature by penalised least squares.";
    }

    @Override
    public String source() {
        return "Hoerl, Kennard, Ridge Regression: Biased Estimation for Nonorthogonal Problems, Technometrics 12, 1970";
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("l2", 1e-3, 1e3));
    }

    /** The kernel's log-odds are the fitted margin, which is 1 on surely malicious rows. */
    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix lesson = TrainingMatrix.of(data);
        double[] signs = new double[lesson.size];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = 2 * lesson.targets[i] - 1;
        }
        double[] solved = solve(lesson, signs);
        return lesson.model(id(), new LinearKernel(weights(solved), solved[lesson.width]));
    }

    @Override
    public Model predict(Dataset data, double[] targets, Run run) {
        TrainingMatrix lesson = TrainingMatrix.ofNumbers(data, targets);
        double[] solved = solve(lesson, lesson.targets);
        return lesson.model(id(), LinearKernel.ofNumber(weights(solved), solved[lesson.width]));
    }

    private static double[] weights(double[] solved) {
        return java.util.Arrays.copyOf(solved, solved.length - 1);
    }

    /** The weights, then the bias: solves (X'X + l2 I) w = X'(y - mean), as the encoded inputs have mean 0. */
    private double[] solve(TrainingMatrix lesson, double[] targets) {
        int d = lesson.width;
        double mean = 0;
        for (double target : targets) {
            mean += target / targets.length;
        }
        double[] matrix = lesson.products();
        double[] gaps = new double[lesson.size];
        for (int i = 0; i < lesson.size; i++) {
            gaps[i] = targets[i] - mean;
        }
        double[] right = new double[d];
        MatrixProduct.addRow(gaps, MatrixProduct.rows(lesson.inputs, d), lesson.size, right);
        for (int j = 0; j < d; j++) {
            matrix[j * d + j] += l2;
        }
        double[] solved = java.util.Arrays.copyOf(Cholesky.of(d, matrix).solve(right), d + 1);
        solved[d] = mean;
        return solved;
    }
}
