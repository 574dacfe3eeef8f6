package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.model.kernel.Network.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one node makes of what it is given. */
final class Operators {
    /** Twice as many units of max(0, x) take its place, and products of their weights. */
    private static final int MOST_LEAKY = 512;

    /** What can be done with texts. */
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

    /** Inputs cut to whole numbers, which only encoders of categories take. */
    private record Whole(Inputs inputs) {}

    private final NodeProto node;
    private final Attributes attributes;
    private final List<Object> given;

    Operators(NodeProto node, List<Object> given) {
        this.node = node;
        this.attributes = new Attributes(node);
        this.given = given;
    }

    /**
     * One value per output.
     *
     * @throws IllegalArgumentException if the operator, or how it is used, cannot be read
     */
    List<Object> apply() {
        if (node.getOpType().equals("Constant")) {
            return List.of(constant());
        }
        attributes.need(!given.isEmpty(), "it has no input");
        attributes.need(
                OF_TEXTS.contains(node.getOpType()) || given.stream().noneMatch(Operators::isTexts),
                "it is given texts");
        return switch (node.getOpType()) {
            case "Identity", "Dropout" -> List.of(given.get(0));
            case "Cast" -> List.of(cast());
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> List.of(reshaped());
            case "Concat", "FeatureVectorizer" -> List.of(concat());
            case "Gemm" -> List.of(gemm());
            case "MatMul" -> List.of(stack().dense(turned(1, false), new double[columns(1)]));
            case "Add", "Sub", "Mul", "Div" -> List.of(arithmetic());
            case "BatchNormalization" -> List.of(normalised());
            case "Relu" -> List.of(bent(Activation.RELU));
            case "Tanh" -> List.of(bent(Activation.TANH));
            case "Sigmoid" -> List.of(bent(Activation.LOGISTIC));
            case "LeakyRelu" -> List.of(leaky());
            case "Softmax" -> List.of(softmax());
            case "Scaler" -> List.of(Stack.on(columns().scaler()));
            case "Imputer" -> List.of(Stack.on(columns().imputer()));
            case "Normalizer" -> List.of(normalizer());
            case "ZipMap" -> List.of(zipped());
            case "ArrayFeatureExtractor", "Gather" ->
                List.of(given.get(0) instanceof Stack ? Stack.on(columns().chosen(node, tensor(1))) : label());
            case "OneHotEncoder" -> List.of(oneHot());
            case "LabelEncoder" ->
                List.of(isTexts(given.get(0)) ? Stack.on(columns().numbered()) : label());
            case "ArgMax", "Greater", "GreaterOrEqual" -> List.of(label());
            case "LinearClassifier", "LinearRegressor" -> new LinearOperators(attributes, stack()).apply(node);
            case "SVMClassifier", "SVMRegressor" -> new SvmOperators(attributes, stack()).apply(node);
            case "TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble" ->
                new TreeOperators(attributes, stack()).apply(node);
            default -> throw attributes.refuse("this operator cannot be converted");
        };
    }

    private static boolean isTexts(Object value) {
        return value instanceof Stack stack && stack.isBare() && stack.inputs().isTexts();
    }

    private Stack stack() {
        if (given.get(0) instanceof Stack stack) {
            return stack;
        }
        throw attributes.refuse("it is used where it cannot be converted");
    }

    private TensorProto tensor(int input) {
        if (input < given.size() && given.get(input) instanceof TensorProto tensor) {
            return tensor;
        }
        throw attributes.refuse("its input %d is no constant".formatted(input + 1));
    }

    private int rows(int input) {
        return tensor(input).getDimsCount() > 0 ? (int) tensor(input).getDims(0) : 1;
    }

    private int columns(int input) {
        return tensor(input).getDimsCount() > 1 ? (int) tensor(input).getDims(1) : 1;
    }

    /** The weights of a matrix as inputs x outputs. */
    private double[] turned(int input, boolean transposed) {
        double[] numbers = Tensors.numbers(tensor(input));
        attributes.need(tensor(input).getDimsCount() == 2 && numbers.length > 0, "its weights are no matrix");
        int rows = rows(input);
        int columns = columns(input);
        if (!transposed) {
            return numbers;
        }
        double[] turned = new double[numbers.length];
        for (int k = 0; k < numbers.length; k++) {
            turned[k % columns * rows + k / columns] = numbers[k];
        }
        return turned;
    }

    private Object constant() {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("value"))
                .map(attribute -> (Object) attribute.getT())
                .findFirst()
                .orElseThrow(() -> attributes.refuse("only constants that are tensors are read"));
    }

    private Object cast() {
        long type = attributes.whole("to", Graph.FLOAT);
        if (given.get(0) instanceof Stack stack && stack.isBare()) {
            if (type == Graph.LONG) {
                return new Whole(stack.inputs());
            }
            boolean real = type == Graph.FLOAT || type == Graph.DOUBLE;
            attributes.need(real, "inputs are cast to what is no real number");
            return Stack.on(
                    stack.inputs().as(stack.inputs().isDoubles() && type == Graph.DOUBLE ? Graph.DOUBLE : Graph.FLOAT));
        }
        boolean label = given.get(0) instanceof Outcome outcome && outcome.kind() == Kind.LABEL;
        attributes.need(
                label || given.get(0) instanceof TensorProto || type == Graph.FLOAT || type == Graph.DOUBLE,
                "what is no label is cast to what is no real number");
        return given.get(0);
    }

    /** Rows stay rows: nothing that is read has another shape than n x k or n. */
    private Object reshaped() {
        if (given.get(0) instanceof Outcome outcome) {
            return outcome;
        }
        Stack stack = stack();
        if (node.getOpType().equals("Reshape")) {
            double[] shape = Tensors.numbers(tensor(1));
            attributes.need(
                    (shape.length == 2 && shape[0] <= 0 && (shape[1] == stack.width() || shape[1] == -1))
                            || (shape.length == 1 && stack.width() == 1),
                    "rows of %d become %s".formatted(stack.width(), Arrays.toString(shape)));
            return stack;
        }
        boolean flat = node.getOpType().equals("Flatten") && attributes.whole("axis", 1) == 1;
        attributes.need(flat || (node.getOpType().equals("Squeeze") && stack.width() == 1), "rows get another shape");
        return stack;
    }

    private Object concat() {
        if (given.size() == 2 && given.get(0) instanceof Outcome rest) {
            Optional<Outcome> chance =
                    given.get(1) instanceof Stack bent ? new Endings(bent).chance() : Optional.empty();
            attributes.need(
                    rest.kind() == Kind.REST && chance.isPresent(),
                    "it joins other things than a probability and what is left of it");
            return rest.as(Kind.SHARES);
        }
        Inputs all = stack().inputs();
        for (int k = 0; k < given.size(); k++) {
            attributes.need(given.get(k) instanceof Stack next && next.isBare(), "it joins other things than inputs");
            all = k == 0 ? all : all.and(((Stack) given.get(k)).inputs());
        }
        return Stack.on(all);
    }

    private Object gemm() {
        attributes.need(attributes.whole("transA", 0) == 0, "its rows are turned");
        boolean transposed = attributes.whole("transB", 0) != 0;
        double[] weights = turned(1, transposed);
        double alpha = attributes.real("alpha", 1);
        double beta = attributes.real("beta", 1);
        int outs = transposed ? rows(1) : columns(1);
        double[] biases = given.size() > 2 ? broadcast(2, outs) : new double[outs];
        return stack().dense(
                        Arrays.stream(weights).map(w -> alpha * w).toArray(),
                        Arrays.stream(biases).map(b -> beta * b).toArray());
    }

    private double[] broadcast(int input, int width) {
        double[] numbers = Tensors.numbers(tensor(input));
        attributes.need(
                numbers.length == width || numbers.length == 1,
                "%d numbers meet %d columns".formatted(numbers.length, width));
        double[] each = new double[width];
        Arrays.setAll(each, j -> numbers[numbers.length == 1 ? 0 : j]);
        return each;
    }

    private Object arithmetic() {
        String operator = node.getOpType();
        attributes.need(given.size() == 2, "it has not two inputs");
        boolean constantFirst = given.get(0) instanceof TensorProto;
        Object other = given.get(constantFirst ? 1 : 0);
        if (!(other instanceof Stack stack)) {
            throw attributes.refuse("it changes what a model gave");
        }
        double[] numbers = broadcast(constantFirst ? 0 : 1, stack.width());
        Optional<Outcome> chance = new Endings(stack).chance();
        if (chance.isPresent() && constantFirst && operator.equals("Sub") && numbers[0] == 1) {
            return chance.get().as(Kind.REST);
        }
        double[] ones = new double[numbers.length];
        Arrays.fill(ones, 1);
        double[] zeros = new double[numbers.length];
        return switch (operator) {
            case "Add" -> stack.scaled(ones, numbers);
            case "Sub" ->
                constantFirst
                        ? stack.scaled(Arrays.stream(ones).map(one -> -one).toArray(), numbers)
                        : stack.scaled(ones, Arrays.stream(numbers).map(n -> -n).toArray());
            case "Mul" -> stack.scaled(numbers, zeros);
            default -> {
                attributes.need(!constantFirst, "a constant is divided by inputs");
                yield stack.scaled(Arrays.stream(numbers).map(n -> 1 / n).toArray(), zeros);
            }
        };
    }

    private Object normalised() {
        Stack stack = stack();
        int n = stack.width();
        double epsilon = attributes.real("epsilon", 1e-5);
        double[] scale = broadcast(1, n);
        double[] bias = broadcast(2, n);
        double[] mean = broadcast(3, n);
        double[] variance = broadcast(4, n);
        double[] factors = new double[n];
        double[] summands = new double[n];
        for (int j = 0; j < n; j++) {
            factors[j] = scale[j] / StrictMath.sqrt(variance[j] + epsilon);
            summands[j] = bias[j] - factors[j] * mean[j];
        }
        return stack.scaled(factors, summands);
    }

    private Object bent(Activation bend) {
        return stack().bent(bend).orElseThrow(() -> attributes.refuse("it does not follow a layer"));
    }

    private Object leaky() {
        attributes.need(stack().width() <= MOST_LEAKY, "it has more than %d units".formatted(MOST_LEAKY));
        return stack().leaky(attributes.real("alpha", 0.01))
                .orElseThrow(() -> attributes.refuse("it does not follow a layer"));
    }

    private Object softmax() {
        Stack stack = stack();
        attributes.need(List.of(1L, -1L).contains(attributes.whole("axis", -1)), "it is not over the classes");
        attributes.need(stack.width() > 1 && !stack.isBent(), "it does not follow a layer of several outputs");
        return new Endings(stack).logits().as(Kind.SHARES);
    }

    private Object normalizer() {
        if (given.get(0) instanceof Stack) {
            return Stack.on(columns().normalizer());
        }
        boolean sums = attributes.text("norm", "MAX").equals("L1");
        if (given.get(0) instanceof Outcome outcome && sums && outcome.kind() == Kind.AGAINST_REST) {
            return outcome.as(Kind.SHARES);
        }
        boolean same = given.get(0) instanceof Outcome outcome && sums && outcome.kind() == Kind.SHARES;
        attributes.need(same, "it follows what gives no probabilities");
        return given.get(0);
    }

    /** The operators of columns, on the inputs before any layer. */
    private ColumnOperators columns() {
        Stack stack = stack();
        attributes.need(stack.isBare(), "it does not follow the inputs");
        return new ColumnOperators(attributes, stack.inputs());
    }

    private Object oneHot() {
        return Stack.on(
                (given.get(0) instanceof Whole whole ? new ColumnOperators(attributes, whole.inputs) : columns())
                        .oneHot());
    }

    private Object zipped() {
        if (!(given.get(0) instanceof Outcome outcome)) {
            throw attributes.refuse("it follows no classifier");
        }
        List<String> names = attributes.texts("classlabels_strings");
        List<String> numbers = attributes.wholes("classlabels_int64s").stream()
                .map(String::valueOf)
                .toList();
        return names.isEmpty() ? outcome.named(numbers) : outcome.named(names);
    }

    /** Whatever is made of a label, or of scores to get one. */
    private Object label() {
        return given.stream()
                .filter(value -> !(value instanceof TensorProto))
                .map(this::outcome)
                .findFirst()
                .orElseThrow(() -> attributes.refuse("it is given constants only"))
                .as(Kind.LABEL);
    }

    private Outcome outcome(Object value) {
        if (value instanceof Whole) {
            throw attributes.refuse("it takes inputs that are cut to whole numbers");
        }
        return value instanceof Stack stack ? new Endings(stack).outcome() : (Outcome) value;
    }
}
