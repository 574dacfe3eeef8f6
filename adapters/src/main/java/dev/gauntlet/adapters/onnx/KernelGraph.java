package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.Graph.attribute;

import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.FloatNetwork;
import dev.gauntlet.model.kernel.GaussianBayes;
import dev.gauntlet.model.kernel.GaussianClasses;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a kernel as nodes over encoded rows. */
final class KernelGraph {
    private final Graph graph;
    private final Predictor kernel;
    private final Map<String, double[]> parameters;
    private final boolean missing;

    /**
     * The nodes of a kernel.
     *
     * @param missing whether encoded rows can have missing values
     */
    KernelGraph(Graph graph, Predictor kernel, boolean missing) {
        this.graph = graph;
        this.kernel = kernel instanceof FloatNetwork floats ? floats.doubles() : kernel;
        this.missing = missing;
        this.parameters = kernel.parameters();
    }

    /**
     * The outputs of a kernel for each row.
     *
     * @param malice n x 1
     * @param classes n x k: a logit or probability per class, if the kernel is multi-class
     */
    record Said(String malice, Optional<String> classes) {}

    /** Whether a kernel can be written as ONNX nodes. */
    static boolean writes(Predictor kernel) {
        return kernel instanceof TreeEnsemble
                || kernel instanceof ClassTrees
                || kernel instanceof LinearKernel
                || kernel instanceof Network
                || kernel instanceof FloatNetwork
                || kernel instanceof GaussianBayes
                || kernel instanceof GaussianClasses;
    }

    Said of(String rows) {
        if (kernel instanceof TreeEnsemble) {
            return new Said(trees(rows), Optional.empty());
        }
        if (kernel instanceof LinearKernel) {
            double[] weights = parameters("weights");
            String products = graph.node("MatMul", rows, graph.numbers(weights, weights.length, 1));
            return new Said(graph.node("Add", products, graph.number(parameters("bias")[0])), Optional.empty());
        }
        if (kernel instanceof GaussianBayes) {
            double[] means = parameters("means");
            String logits = gaussian(rows, new double[] {0, parameters("prior")[0]}, means);
            return new Said(difference(logits), Optional.empty());
        }
        if (kernel instanceof Network && layerSizes()[layerSizes().length - 1] == 1) {
            return new Said(layers(rows), Optional.empty());
        }
        String classes = kernel instanceof ClassTrees
                ? classTrees(rows)
                : kernel instanceof Network ? layers(rows) : gaussian(rows, parameters("priors"), parameters("means"));
        return new Said(maliceOf(classes), Optional.of(classes));
    }

    private double[] parameters(String name) {
        return TreeGraph.array(parameters, name);
    }

    private boolean floats() {
        return parameters("form")[1] == 0;
    }

    private String trees(String rows) {
        TreeGraph trees = new TreeGraph(parameters, floats());
        double base = parameters("base")[0];
        double output = parameters("form")[2];
        boolean starts = output == 0 || output == 3;
        if (starts) {
            trees.start(0, base);
        }
        for (int t = 0; t < trees.trees(); t++) {
            trees.tree(t, 0);
        }
        String sums = trees.sums(graph, rows, 1);
        if (starts) {
            return sums;
        }
        String mean = graph.node("Div", sums, graph.number(trees.trees()));
        return output == 1
                ? mean
                : graph.node("Pow", graph.number(2), graph.node("Div", graph.node("Neg", mean), graph.number(base)));
    }

    private String classTrees(String rows) {
        int k = kernel.outputs();
        double[] base = parameters("base");
        TreeGraph trees = new TreeGraph(parameters, floats());
        if (base.length > 0) {
            for (int c = 0; c < k; c++) {
                trees.start(c, base[c]);
            }
            double[] classOf = parameters("classes");
            for (int t = 0; t < trees.trees(); t++) {
                trees.tree(t, (int) classOf[t]);
            }
            return trees.sums(graph, rows, k);
        }
        // A leaf has only one number, so each tree returns the index of its leaf's class probabilities, which are then
        // looked up.
        for (int t = 0; t < trees.trees(); t++) {
            trees.tree(t, t);
        }
        String places = graph.node("Div", trees.sums(graph, rows, trees.trees()), graph.number(k));
        double[] shares = parameters("shares");
        String found =
                graph.node("Gather", graph.numbers(shares, shares.length / k, k), graph.cast(places, Graph.LONG));
        return graph.node("Div", sum(found, 1), graph.number(trees.trees()));
    }

    private double[] layerSizes() {
        return parameters("sizes");
    }

    private String layers(String rows) {
        double[] sizes = layerSizes();
        String values = rows;
        for (int l = 0; l < sizes.length - 1; l++) {
            String weights = graph.numbers(parameters("weights" + l), (long) sizes[l], (long) sizes[l + 1]);
            values = graph.node("MatMul", values, weights);
            values = graph.node("Add", values, graph.numbers(parameters("biases" + l), 1, (long) sizes[l + 1]));
            if (l < sizes.length - 2) {
                values = hidden(values);
            }
        }
        return values;
    }

    private String hidden(String values) {
        Activation activation = ((Network) kernel).activation();
        if (activation != Activation.RELU) {
            return graph.node(activation == Activation.TANH ? "Tanh" : "Sigmoid", values);
        }
        // max(0, x), which is also 0 for a missing value.
        return missing
                ? graph.node("Where", graph.node("Greater", values, graph.number(0)), values, graph.number(0))
                : graph.node("Relu", values);
    }

    private String gaussian(String rows, double[] priors, double[] means) {
        int k = priors.length;
        int d = means.length / k;
        double[] variances = parameters("variances");
        double[] constants = priors.clone();
        for (int j = 0; j < variances.length; j++) {
            constants[j / d] -= 0.5 * StrictMath.log(variances[j]);
        }
        String gap = graph.node("Sub", graph.node("Unsqueeze", rows, graph.longs(1)), graph.numbers(means, 1, k, d));
        String squares = graph.node("Mul", graph.number(0.5), graph.node("Mul", gap, gap));
        String distances = graph.node("Div", squares, graph.numbers(variances, 1, k, d));
        return graph.node("Sub", graph.numbers(constants, 1, k), sum(distances, 2));
    }

    private String sum(String values, int axis) {
        return graph.node("ReduceSum", List.of(attribute("keepdims", 0)), values, graph.longs(axis));
    }

    private String difference(String logits) {
        return graph.node("Sub", column(logits, 1, 2), column(logits, 0, 1));
    }

    /** The log-odds or probability that the class is not the first, which is benign. */
    private String maliceOf(String classes) {
        if (kernel.scale() == Predictor.Scale.PROBABILITY) {
            return graph.node("Sub", graph.number(1), column(classes, 0, 1));
        }
        if (kernel.outputs() == 2) {
            return difference(classes);
        }
        String rest = graph.node(
                "ReduceLogSumExp",
                List.of(attribute("keepdims", 1)),
                column(classes, 1, kernel.outputs()),
                graph.longs(1));
        return graph.node("Sub", rest, column(classes, 0, 1));
    }

    private String column(String values, int from, int to) {
        return graph.node("Slice", values, graph.longs(from), graph.longs(to), graph.longs(1));
    }
}
