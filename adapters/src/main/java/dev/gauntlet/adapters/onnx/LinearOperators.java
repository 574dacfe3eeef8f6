package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Plural;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.OneAgainstRest;
import java.util.Arrays;
import java.util.List;

/**
 * Linear models of ai.onnx.ml.
 *
 * <p>Source: the ONNX specification, LinearClassifier and LinearRegressor.
 */
record LinearOperators(Attributes attributes, PartialNetwork stack) {
    List<Object> apply(NodeProto node) {
        attributes.need(stack.isBare(), "it does not follow the inputs");
        int d = stack.width();
        double[] coefficients = attributes.numbers("coefficients");
        attributes.sound(
                coefficients.length > 0 && coefficients.length % d == 0,
                Plural.format("%d coefficient[s] [does|do] not fit %d input[s]", coefficients.length, d));
        int rows = coefficients.length / d;
        double[] intercepts = attributes.has("intercepts") ? attributes.numbers("intercepts") : new double[rows];
        attributes.same("intercepts", rows, intercepts.length);
        String transform = attributes.text("post_transform", "NONE");
        if (node.getOpType().equals("LinearRegressor")) {
            attributes.need(rows == 1 && attributes.whole("targets", 1) == 1, "it has several targets");
            attributes.need(transform.equals("NONE"), "its estimate is changed by " + transform);
            return List.of(Endings.number(stack, coefficients, intercepts[0]));
        }
        List<String> labels = labels(attributes);
        int classes = labels.isEmpty() ? Math.max(2, rows) : labels.size();
        attributes.need(classes == rows || (rows == 1 && classes == 2), "its classes do not fit its coefficients");
        Predictor kernel = kernel(coefficients, intercepts, transform, d);
        Kind kind = transform.equals("NONE")
                ? Kind.LOGITS
                : kernel instanceof OneAgainstRest ? Kind.AGAINST_REST : Kind.SHARES;
        Outcome scores = stack.inputs().outcome(kind, kernel, labels);
        return List.of(scores.as(Kind.LABEL), scores);
    }

    private Predictor kernel(double[] coefficients, double[] intercepts, String transform, int d) {
        int rows = intercepts.length;
        attributes.need(
                List.of("NONE", "LOGISTIC", "SOFTMAX").contains(transform), "its scores are changed by " + transform);
        if (rows == 1) {
            attributes.need(!transform.equals("SOFTMAX"), "it has one row of coefficients and a softmax");
            return new LinearKernel(coefficients, intercepts[0]);
        }
        if (transform.equals("LOGISTIC")) {
            boolean mirrored = rows == 2 && intercepts[0] == -intercepts[1];
            for (int j = 0; j < d; j++) {
                mirrored &= coefficients[j] == -coefficients[d + j];
            }
            return !mirrored
                    ? new OneAgainstRest(coefficients, intercepts)
                    : new LinearKernel(Arrays.copyOfRange(coefficients, d, 2 * d), intercepts[1]);
        }
        double[] turned = new double[coefficients.length];
        for (int k = 0; k < turned.length; k++) {
            turned[k % d * rows + k / d] = coefficients[k];
        }
        return new Network(new double[][] {turned}, new double[][] {intercepts});
    }

    /** The class names. */
    static List<String> labels(Attributes attributes) {
        for (String name : List.of("classlabels_strings", "classlabels_ints", "classlabels_int64s")) {
            List<String> texts = attributes.texts(name);
            List<String> numbers =
                    attributes.wholes(name).stream().map(String::valueOf).toList();
            if (!texts.isEmpty() || !numbers.isEmpty()) {
                return texts.isEmpty() ? numbers : texts;
            }
        }
        return List.of();
    }
}
