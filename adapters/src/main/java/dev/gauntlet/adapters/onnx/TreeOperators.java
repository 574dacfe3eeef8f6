package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Tree ensembles of ai.onnx.ml, read as ONNX Runtime computes them. */
record TreeOperators(Attributes attributes, PartialNetwork stack) {
    List<Object> apply(NodeProto node) {
        attributes.need(stack.isBare(), "it does not follow the inputs");
        return switch (node.getOpType()) {
            case "TreeEnsembleClassifier" -> classifier(node);
            case "TreeEnsembleRegressor" -> {
                Forest forest = Forest.read(node, "target", stack.width(), targets(), doubles());
                yield List.of(number(forest, attributes.text("aggregate_function", "SUM"), "post_transform"));
            }
            default -> {
                Forest forest = Forest.read5(node, stack.width(), targets(), doubles());
                attributes.need(attributes.whole("post_transform", 0) == 0, "its sums are changed");
                boolean sum = attributes.whole("aggregate_function", 1) == 1;
                yield List.of(number(forest, sum ? "SUM" : "another function", "none"));
            }
        };
    }

    private boolean doubles() {
        return stack.inputs().isDoubles();
    }

    private int targets() {
        long targets = attributes.whole("n_targets", 1);
        attributes.need(targets == 1, "it has %d targets; only one is supported".formatted(targets));
        return 1;
    }

    private Outcome number(Forest forest, String aggregate, String transform) {
        attributes.need(aggregate.equals("SUM"), "its trees are aggregated by %s, not summed".formatted(aggregate));
        attributes.need(
                attributes.text(transform, "NONE").equals("NONE"),
                "its sums are changed by " + attributes.text(transform, "NONE"));
        return outcome(Kind.NUMBER, kernel(forest, "base_values").sum(Output.NUMBER_SUM), List.of());
    }

    private ForestKernel kernel(Forest forest, String base) {
        List<Double> values = Arrays.stream(attributes.numbers(base)).boxed().toList();
        return new ForestKernel(forest, stack.width(), values);
    }

    private Outcome outcome(Kind kind, Predictor kernel, List<String> labels) {
        return stack.inputs().outcome(kind, kernel, labels);
    }

    private List<Object> classifier(NodeProto node) {
        List<String> labels = LinearOperators.labels(attributes);
        int classes = labels.size();
        attributes.need(classes > 1, "it names fewer than two classes");
        Forest forest = Forest.read(node, "class", stack.width(), classes, doubles());
        ForestKernel kernels = kernel(forest, "base_values");
        String transform = attributes.text("post_transform", "NONE");
        TreeSet<Integer> used = new TreeSet<>();
        forest.trees().forEach(tree -> used.addAll(Forest.targets(tree)));
        Outcome scores = classes == 2 && used.size() == 1
                ? two(kernels, transform, labels)
                : several(kernels, transform, labels);
        return List.of(scores.as(Kind.LABEL), scores);
    }

    /** Two classes with one weight per leaf: a probability if no weight is negative, otherwise log-odds. */
    private Outcome two(ForestKernel kernels, String transform, List<String> labels) {
        attributes.need(kernels.base().size() < 2, "two classes share one weight but have two base values");
        if (transform.equals("LOGISTIC")) {
            return outcome(Kind.SHARES, kernels.sum(Output.LOGIT_SUM), labels);
        }
        attributes.need(transform.equals("NONE"), "its scores are changed by " + transform);
        boolean negative = kernels.forest().trees().stream()
                .flatMap(List::stream)
                .flatMap(split -> split.weights().stream())
                .anyMatch(weight -> weight.weight() < 0);
        return negative
                ? outcome(Kind.LOGITS, kernels.sum(Output.LOGIT_SUM), labels)
                : outcome(Kind.SHARES, kernels.chance(), labels);
    }

    private Outcome several(ForestKernel kernels, String transform, List<String> labels) {
        int classes = labels.size();
        if (transform.equals("SOFTMAX")) {
            return outcome(Kind.SHARES, kernels.logits(classes), labels);
        }
        attributes.need(transform.equals("NONE"), "its scores are changed by " + transform);
        boolean negative = kernels.forest().trees().stream()
                .flatMap(List::stream)
                .flatMap(split -> split.weights().stream())
                .anyMatch(weight -> weight.weight() < 0);
        return negative
                ? outcome(Kind.LOGITS, kernels.logits(classes), labels)
                : outcome(Kind.SHARES, kernels.shares(classes), labels);
    }
}
