package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Converts one node, given its inputs. */
final class Operators {
    /** The operators that take strings. */
    private static final Set<String> OF_TEXTS = Set.of(
            "Identity",
            "Concat",
            "ArrayFeatureExtractor",
            "Gather",
            "Reshape",
            "Flatten",
            "Squeeze",
            "OneHotEncoder",
            "LabelEncoder");

    /** Inputs cast to integers; only category encoders may follow. */
    private record Whole(Inputs inputs) {}

    private final NodeProto node;
    private final Attributes attributes;
    private final Given given;

    Operators(NodeProto node, List<Object> given) {
        this.node = node;
        this.attributes = new Attributes(node);
        this.given = new Given(attributes, given);
    }

    /**
     * The value of each output.
     *
     * @throws IllegalArgumentException if the operator or its use is not supported
     */
    List<Object> apply() {
        if (node.getOpType().equals("Constant")) {
            return List.of(constant());
        }
        attributes.need(!given.isEmpty(), "it has no input");
        attributes.need(OF_TEXTS.contains(node.getOpType()) || !given.hasTexts(), "its input is strings");
        return switch (node.getOpType()) {
            case "Identity", "Dropout" -> List.of(given.first());
            case "Cast" -> List.of(cast());
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> List.of(reshaped());
            case "Concat", "FeatureVectorizer" -> List.of(concat());
            case "Gemm",
                    "MatMul",
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "BatchNormalization",
                    "Relu",
                    "Tanh",
                    "Sigmoid",
                    "LeakyRelu",
                    "Softmax" -> List.of(new DenseOperators(attributes, given).apply(node.getOpType()));
            case "Scaler" -> List.of(PartialNetwork.on(columns().scaler()));
            case "Imputer" -> List.of(PartialNetwork.on(columns().imputer()));
            case "Normalizer" -> List.of(normalizer());
            case "ZipMap" -> List.of(zipped());
            case "ArrayFeatureExtractor", "Gather" ->
                List.of(
                        given.first() instanceof PartialNetwork
                                ? PartialNetwork.on(columns().chosen(node, given.tensor(1)))
                                : label());
            case "OneHotEncoder" -> List.of(oneHot());
            case "LabelEncoder" -> List.of(given.hasTexts() ? numbered() : label());
            case "ArgMax", "Greater", "GreaterOrEqual" -> List.of(label());
            case "LinearClassifier", "LinearRegressor" -> new LinearOperators(attributes, given.stack()).apply(node);
            case "SVMClassifier", "SVMRegressor" -> new SvmOperators(attributes, given.stack()).apply(node);
            case "TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble" ->
                new TreeOperators(attributes, given.stack()).apply(node);
            default -> throw attributes.refuse("this operator cannot be converted");
        };
    }

    private Object constant() {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("value"))
                .map(attribute -> (Object) attribute.getT())
                .findFirst()
                .orElseThrow(() -> attributes.refuse("only constants that are tensors are supported"));
    }

    private Object cast() {
        long type = attributes.whole("to", Graph.FLOAT);
        if (given.first() instanceof PartialNetwork stack && stack.isBare()) {
            if (type == Graph.LONG) {
                return new Whole(stack.inputs());
            }
            boolean real = type == Graph.FLOAT || type == Graph.DOUBLE;
            attributes.need(real, "inputs are cast to an unsupported type");
            return PartialNetwork.on(
                    stack.inputs().as(stack.inputs().isDoubles() && type == Graph.DOUBLE ? Graph.DOUBLE : Graph.FLOAT));
        }
        boolean label = given.first() instanceof Outcome outcome && outcome.kind() == Kind.LABEL;
        attributes.need(
                label || given.first() instanceof TensorProto || type == Graph.FLOAT || type == Graph.DOUBLE,
                "a value other than a label is cast to an unsupported type");
        return given.first();
    }

    /** Reshaping is ignored: all supported tensors have the shape n x k or n. */
    private Object reshaped() {
        if (given.first() instanceof Outcome outcome) {
            return outcome;
        }
        PartialNetwork stack = given.stack();
        if (node.getOpType().equals("Reshape")) {
            double[] shape = Tensors.numbers(given.tensor(1));
            attributes.need(
                    (shape.length == 2 && shape[0] <= 0 && (shape[1] == stack.width() || shape[1] == -1))
                            || (shape.length == 1 && stack.width() == 1),
                    "rows of %d become %s".formatted(stack.width(), Arrays.toString(shape)));
            return stack;
        }
        boolean flat = node.getOpType().equals("Flatten") && attributes.whole("axis", 1) == 1;
        attributes.need(flat || (node.getOpType().equals("Squeeze") && stack.width() == 1), "rows are reshaped");
        return stack;
    }

    private Object concat() {
        if (given.size() == 2 && given.first() instanceof Outcome rest) {
            Optional<Outcome> chance =
                    given.get(1) instanceof PartialNetwork bent ? new Endings(bent).chance() : Optional.empty();
            attributes.need(
                    rest.kind() == Kind.REST && chance.isPresent(),
                    "it concatenates something other than a probability and its complement");
            return rest.as(Kind.SHARES);
        }
        Inputs all = given.stack().inputs();
        for (int k = 0; k < given.size(); k++) {
            attributes.need(
                    given.get(k) instanceof PartialNetwork next && next.isBare(),
                    "it concatenates something other " + "than inputs");
            all = k == 0 ? all : all.and(((PartialNetwork) given.get(k)).inputs());
        }
        return PartialNetwork.on(all);
    }

    private Object normalizer() {
        if (given.first() instanceof PartialNetwork) {
            return PartialNetwork.on(columns().normalizer());
        }
        boolean sums = attributes.text("norm", "MAX").equals("L1");
        if (given.first() instanceof Outcome outcome && sums && outcome.kind() == Kind.AGAINST_REST) {
            return outcome.as(Kind.SHARES);
        }
        boolean same = given.first() instanceof Outcome outcome && sums && outcome.kind() == Kind.SHARES;
        attributes.need(same, "it follows a node that gives no probabilities");
        return given.first();
    }

    /** The preprocessing operators, which apply to inputs before any layer. */
    private ColumnOperators columns() {
        PartialNetwork stack = given.stack();
        attributes.need(stack.isBare(), "it does not follow the inputs");
        return new ColumnOperators(attributes, stack.inputs());
    }

    private Object oneHot() {
        return PartialNetwork.on(
                (given.first() instanceof Whole whole ? new ColumnOperators(attributes, whole.inputs) : columns())
                        .oneHot());
    }

    /**
     * An encoder that cannot be converted is returned instead of thrown: its strings are known, so ONNX Runtime can
     * still be used.
     */
    private Object numbered() {
        return columns()
                .numbered()
                .<Object>map(PartialNetwork::on)
                .orElseGet(() -> attributes.refuse(
                        "it does not encode its strings as 0, 1, 2 ... in order, and others as " + "-1"));
    }

    private Object zipped() {
        if (!(given.first() instanceof Outcome outcome)) {
            throw attributes.refuse("it follows no classifier");
        }
        List<String> names = attributes.texts("classlabels_strings");
        List<String> numbers = attributes.wholes("classlabels_int64s").stream()
                .map(String::valueOf)
                .toList();
        return names.isEmpty() ? outcome.named(numbers) : outcome.named(names);
    }

    /** Operators that compute a label from scores, or transform a label. */
    private Object label() {
        return given.values().stream()
                .filter(value -> !(value instanceof TensorProto))
                .map(this::outcome)
                .findFirst()
                .orElseThrow(() -> attributes.refuse("it is given constants only"))
                .as(Kind.LABEL);
    }

    private Outcome outcome(Object value) {
        if (value instanceof Whole) {
            throw attributes.refuse("it takes inputs that are truncated to whole numbers");
        }
        return value instanceof PartialNetwork stack ? new Endings(stack).outcome() : (Outcome) value;
    }
}
