package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.RadialKernel;
import java.util.Arrays;
import java.util.List;

/**
 * Support vector machines of ai.onnx.ml, computed as in ONNX Runtime. With two classes, the sum s over the support
 * vectors is positive for the first class. The log-odds of the second class are a s + b with Platt's a and b, and -s
 * without them.
 *
 * <p>Source: the ONNX specification, SVMClassifier and SVMRegressor; Platt, "Probabilistic outputs for support vector
 * machines", 1999.
 */
record SvmOperators(Attributes attributes, PartialNetwork stack) {
    List<Object> apply(NodeProto node) {
        attributes.need(stack.isBare(), "it does not follow the inputs");
        String transform = attributes.text("post_transform", "NONE");
        attributes.need(transform.equals("NONE"), "its scores are changed by " + transform);
        return node.getOpType().equals("SVMRegressor") ? List.of(regressor()) : classifier();
    }

    private List<Object> classifier() {
        List<String> labels = LinearOperators.labels(attributes);
        attributes.need(labels.size() == 2, "it has %d classes; only two can be converted".formatted(labels.size()));
        long vectors = attributes.wholes("vectors_per_class").stream()
                .mapToLong(Long::longValue)
                .sum();
        attributes.need(vectors > 0, "it states no support vectors");
        double[] a = attributes.numbers("prob_a");
        double[] b = attributes.numbers("prob_b");
        attributes.same("prob_b", a.length, b.length);
        attributes.sound(a.length < 2, "it has %d pairs of prob_a and prob_b for two classes".formatted(a.length));
        Predictor kernel = a.length == 0 ? detector(vectors, -1, 0) : detector(vectors, a[0], b[0]);
        Outcome scores = stack.inputs().outcome(a.length == 0 ? Kind.OPPOSED : Kind.COUPLED, kernel, labels);
        return List.of(scores.as(Kind.LABEL), scores);
    }

    private Predictor detector(long vectors, double factor, double summand) {
        double bias = rho() * factor + summand;
        double[] coefficients = coefficients(vectors, factor);
        String kind = kind();
        if (kind.equals("LINEAR")) {
            return new LinearKernel(weights(coefficients), bias);
        }
        attributes.need(kind.equals("RBF"), "its kernel is " + kind);
        double[] parameters = attributes.numbers("kernel_params");
        attributes.sound(parameters.length > 0 && parameters[0] > 0, "its gamma is not positive");
        return new RadialKernel(
                Rows.of(coefficients.length, stack.width(), flat(vectors)), coefficients, parameters[0], bias);
    }

    private Outcome regressor() {
        attributes.need(attributes.whole("one_class", 0) == 0, "it is a one-class model");
        long vectors = attributes.whole("n_supports", 0);
        attributes.need(
                vectors == 0 || kind().equals("LINEAR"),
                "it is a regressor with the kernel %s; only LINEAR can be converted".formatted(kind()));
        double[] weights = vectors == 0 ? coefficients(stack.width(), 1) : weights(coefficients(vectors, 1));
        return Endings.number(stack, weights, rho());
    }

    private String kind() {
        return attributes.text("kernel_type", "LINEAR");
    }

    private double rho() {
        double[] rho = attributes.numbers("rho");
        attributes.same("numbers in rho", 1, rho.length);
        return rho[0];
    }

    private double[] coefficients(long count, double factor) {
        double[] coefficients = attributes.numbers("coefficients");
        attributes.same("coefficients", count, coefficients.length);
        return Arrays.stream(coefficients).map(c -> c * factor).toArray();
    }

    private double[] flat(long vectors) {
        double[] flat = attributes.numbers("support_vectors");
        attributes.same("numbers in support_vectors", vectors * stack.width(), flat.length);
        return flat;
    }

    private double[] weights(double[] coefficients) {
        double[] flat = flat(coefficients.length);
        double[] weights = new double[stack.width()];
        for (int k = 0; k < flat.length; k++) {
            weights[k % weights.length] += coefficients[k / weights.length] * flat[k];
        }
        return weights;
    }
}
