package dev.gauntlet.adapters.liblinear;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.learn.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * One training by liblinear on standardised inputs and a constant one for the bias.
 *
 * @param c the cost of an error, relative to the norm of the weights
 * @param epsilon the tolerance at which the solver stops
 */
record Fit(Trainer trainer, SolverType solver, double c, double epsilon) {
    /** The logit of a class without rows, which is never the most likely. */
    private static final double NEVER = -1e300;

    static {
        Linear.disableDebugOutput();
    }

    Model detector(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        Encoding encoding = Encoding.standard(labelled);
        var fitted = fitted(encoding.encode(labelled.rows()), i -> labelled.malicious(i) ? 1 : 0, run);
        double[] weights = fitted.getFeatureWeights();
        int d = data.schema().width();
        double sign = fitted.getLabels()[0] == 1 ? 1 : -1;
        double[] turned = new double[d];
        for (int j = 0; j < d; j++) {
            turned[j] = sign * weights[j];
        }
        return new Model(trainer.id(), data.schema(), encoding, new LinearKernel(turned, sign * weights[d]));
    }

    /** A network of one layer, whose logits are the margins of each class against the rest. */
    Model classes(Dataset data, Run run) {
        Dataset labelled = Labelled.severalClasses(data);
        Encoding encoding = Encoding.standard(labelled);
        var fitted = fitted(encoding.encode(labelled.rows()), labelled::label, run);
        int d = data.schema().width();
        int k = data.labelNames().size();
        double[] layer = new double[d * k];
        double[] biases = new double[k];
        java.util.Arrays.fill(biases, NEVER);
        int[] labels = fitted.getLabels();
        for (int c = 0; c < labels.length; c++) {
            for (int j = 0; j < d; j++) {
                layer[j * k + labels[c]] = weight(fitted, j, c);
            }
            biases[labels[c]] = weight(fitted, d, c);
        }
        Network kernel = new Network(new double[][] {layer}, new double[][] {biases});
        return new Model(trainer.id(), data.schema(), encoding, kernel);
    }

    /** Of two classes there is one weight vector, which is the first class's margin. */
    private static double weight(de.bwaldvogel.liblinear.Model fitted, int feature, int place) {
        int classes = fitted.getLabels().length;
        return classes == 2
                ? (place == 0 ? 0.5 : -0.5) * fitted.getFeatureWeights()[feature]
                : fitted.getFeatureWeights()[feature * classes + place];
    }

    private de.bwaldvogel.liblinear.Model fitted(Rows inputs, IntUnaryOperator label, Run run) {
        Problem problem = new Problem();
        problem.l = inputs.size();
        problem.n = inputs.width() + 1;
        problem.bias = 1;
        problem.x = new Feature[inputs.size()][];
        problem.y = new double[inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            problem.x[i] = sparse(inputs, i);
            problem.y[i] = label.applyAsInt(i);
        }
        Parameter parameter = new Parameter(solver, c, epsilon);
        parameter.setRandom(new Random(run.rng().nextLong()));
        return Linear.train(problem, parameter);
    }

    /** The inputs of a row that are not 0, numbered from 1, and the constant. */
    private static Feature[] sparse(Rows inputs, int row) {
        List<Feature> features = new ArrayList<>();
        for (int j = 0; j < inputs.width(); j++) {
            if (inputs.get(row, j) != 0) {
                features.add(new FeatureNode(j + 1, inputs.get(row, j)));
            }
        }
        features.add(new FeatureNode(inputs.width() + 1, 1));
        return features.toArray(Feature[]::new);
    }
}
