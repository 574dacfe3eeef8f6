package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Plural;
import dev.gauntlet.model.kernel.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Element-wise operations, matrix products and activations.
 *
 * <p>Source: the ONNX specification, ai.onnx.
 */
record DenseOperators(Attributes attributes, Given given) {
    /** The most units for LeakyRelu: each is replaced by two ReLU units, and their weights are multiplied out. */
    private static final int MOST_LEAKY = 512;

    Object apply(String operator) {
        return switch (operator) {
            case "Gemm" -> gemm();
            case "MatMul" -> given.stack().dense(turned(1, false), new double[columns(1)]);
            case "BatchNormalization" -> normalised();
            case "Relu" -> bent(Activation.RELU);
            case "Tanh" -> bent(Activation.TANH);
            case "Sigmoid" -> bent(Activation.LOGISTIC);
            case "LeakyRelu" -> leaky();
            case "Softmax" -> softmax();
            default -> arithmetic(operator);
        };
    }

    private int rows(int input) {
        return given.tensor(input).getDimsCount() > 0
                ? (int) given.tensor(input).getDims(0)
                : 1;
    }

    private int columns(int input) {
        return given.tensor(input).getDimsCount() > 1
                ? (int) given.tensor(input).getDims(1)
                : 1;
    }

    /** The weights of a matrix in the order inputs x outputs. */
    private double[] turned(int input, boolean transposed) {
        double[] numbers = Tensors.numbers(given.tensor(input));
        attributes.need(
                given.tensor(input).getDimsCount() == 2 && numbers.length > 0, "its weights are not a " + "matrix");
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

    private Object gemm() {
        attributes.need(attributes.whole("transA", 0) == 0, "its rows are transposed");
        boolean transposed = attributes.whole("transB", 0) != 0;
        double[] weights = turned(1, transposed);
        double alpha = attributes.real("alpha", 1);
        double beta = attributes.real("beta", 1);
        int outs = transposed ? rows(1) : columns(1);
        double[] biases = given.size() > 2 ? broadcast(2, outs) : new double[outs];
        return given.stack()
                .dense(
                        Arrays.stream(weights).map(w -> alpha * w).toArray(),
                        Arrays.stream(biases).map(b -> beta * b).toArray());
    }

    private double[] broadcast(int input, int width) {
        double[] numbers = Tensors.numbers(given.tensor(input));
        attributes.need(
                numbers.length == width || numbers.length == 1,
                Plural.format("%d number[s] [does|do] not fit %d column[s]", numbers.length, width));
        double[] each = new double[width];
        Arrays.setAll(each, j -> numbers[numbers.length == 1 ? 0 : j]);
        return each;
    }

    private Object arithmetic(String operator) {
        attributes.need(given.size() == 2, "it does not have two inputs");
        boolean constantFirst = given.first() instanceof TensorProto;
        Object other = given.get(constantFirst ? 1 : 0);
        if (!(other instanceof PartialNetwork stack)) {
            throw attributes.refuse("it changes the output of a model");
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
        PartialNetwork stack = given.stack();
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
        return given.stack().bent(bend).orElseThrow(() -> attributes.refuse("it does not follow a layer"));
    }

    private Object leaky() {
        attributes.need(given.stack().width() <= MOST_LEAKY, "it has more than %d units".formatted(MOST_LEAKY));
        return given.stack()
                .leaky(attributes.real("alpha", 0.01))
                .orElseThrow(() -> attributes.refuse("it does not follow a layer"));
    }

    private Object softmax() {
        PartialNetwork stack = given.stack();
        attributes.need(List.of(1L, -1L).contains(attributes.whole("axis", -1)), "it is not over the classes");
        attributes.need(stack.width() > 1 && !stack.isBent(), "it does not follow a layer of several outputs");
        return new Endings(stack).logits().as(Kind.SHARES);
    }
}
