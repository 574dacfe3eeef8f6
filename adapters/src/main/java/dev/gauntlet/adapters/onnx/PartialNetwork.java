package dev.gauntlet.adapters.onnx;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.FloatNetwork;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Inputs and the dense layers applied to them so far. Consecutive linear operations without an activation between them
 * are merged into one layer. Immutable.
 */
final class PartialNetwork {
    private static final long MOST_PRODUCT = 1 << 24;
    private static final long MOST_WORK = 1 << 28;

    /** A dense layer with its {@link Activation}, if it has one yet. */
    private record Layer(int ins, List<Double> weights, List<Double> biases, Optional<Activation> bend) {
        int outs() {
            return biases.size();
        }
    }

    private final Inputs inputs;
    private final List<Layer> layers;

    private PartialNetwork(Inputs inputs, List<Layer> layers) {
        this.inputs = inputs;
        this.layers = layers;
    }

    static PartialNetwork on(Inputs inputs) {
        return new PartialNetwork(inputs, List.of());
    }

    Inputs inputs() {
        return inputs;
    }

    /** The approximate memory in addition to that of the stack it was derived from. */
    long bytes() {
        return isBare() ? 100L * inputs.width() : 24L * last().weights.size() + 8L * layers.size();
    }

    int width() {
        return layers.isEmpty() ? inputs.width() : last().outs();
    }

    boolean isBare() {
        return layers.isEmpty();
    }

    private Layer last() {
        return layers.get(layers.size() - 1);
    }

    boolean isBent() {
        return !layers.isEmpty() && last().bend.isPresent();
    }

    /** The activation of the last layer. */
    Optional<Activation> bend() {
        return layers.isEmpty() ? Optional.empty() : last().bend;
    }

    /**
     * Adds a dense layer.
     *
     * @param weights inputs x outputs, row by row
     */
    PartialNetwork dense(double[] weights, double[] biases) {
        int outs = biases.length;
        int ins = width();
        Require.that(
                (long) ins * outs == weights.length,
                "weights of %d number[s] do not fit %d input[s] and %d output[s]",
                weights.length,
                ins,
                outs);
        if (isBare() || isBent()) {
            return with(layers, new Layer(ins, list(weights), list(biases), Optional.empty()));
        }
        Layer before = last();
        long used = Arrays.stream(weights).filter(weight -> weight != 0).count();
        Unconverted.unless(
                (long) before.ins * outs <= MOST_PRODUCT && used * before.ins <= MOST_WORK,
                "two consecutive linear layers are too large to merge");
        double[] product = new double[before.ins * outs];
        double[] sums = biases.clone();
        for (int k = 0; k < ins; k++) {
            for (int j = 0; j < outs; j++) {
                double weight = weights[k * outs + j];
                if (weight == 0) {
                    continue;
                }
                sums[j] += before.biases.get(k) * weight;
                for (int i = 0; i < before.ins; i++) {
                    product[i * outs + j] += before.weights.get(i * ins + k) * weight;
                }
            }
        }
        return with(
                layers.subList(0, layers.size() - 1),
                new Layer(before.ins, list(product), list(sums), Optional.empty()));
    }

    /** {@code factor * x + summand}, for each output. */
    PartialNetwork scaled(double[] factors, double[] summands) {
        if (isBare() && inputs.isOpen()) {
            return on(inputs.scaled(factors, summands));
        }
        int n = width();
        if (isBare() || isBent()) {
            Unconverted.unless(
                    (long) n * n <= MOST_PRODUCT, "its %d numbers are multiplied element by element".formatted(n));
            double[] diagonal = new double[n * n];
            for (int j = 0; j < n; j++) {
                diagonal[j * n + j] = factors[j];
            }
            return dense(diagonal, summands);
        }
        Layer before = last();
        double[] weights = array(before.weights);
        double[] biases = array(before.biases);
        for (int k = 0; k < weights.length; k++) {
            weights[k] *= factors[k % n];
        }
        for (int j = 0; j < n; j++) {
            biases[j] = factors[j] * biases[j] + summands[j];
        }
        return with(
                layers.subList(0, layers.size() - 1),
                new Layer(before.ins, list(weights), list(biases), Optional.empty()));
    }

    /** The stack with an activation on the last layer; empty if there is no layer, or it already has one. */
    Optional<PartialNetwork> bent(Activation bend) {
        if (isBare() || isBent()) {
            return Optional.empty();
        }
        Layer flat = last();
        return Optional.of(with(
                layers.subList(0, layers.size() - 1),
                new Layer(flat.ins, flat.weights, flat.biases, Optional.of(bend))));
    }

    /**
     * LeakyRelu: {@code x} if positive, otherwise {@code slope * x}. It is written as the difference of two ReLU units.
     */
    Optional<PartialNetwork> leaky(double slope) {
        if (isBare() || isBent()) {
            return Optional.empty();
        }
        int n = width();
        double[] twice = new double[2 * n * n];
        double[] back = new double[2 * n * n];
        for (int j = 0; j < n; j++) {
            twice[j * 2 * n + j] = 1;
            twice[j * 2 * n + n + j] = -1;
            back[j * n + j] = 1;
            back[(n + j) * n + j] = -slope;
        }
        return dense(twice, new double[2 * n]).bent(Activation.RELU).map(stack -> stack.dense(back, new double[n]));
    }

    /**
     * A network whose last layer outputs logits, computed in floats if the inputs and all weights are floats; empty if
     * its hidden layers have different activations.
     */
    Optional<Predictor> network() {
        double[][] weights = new double[layers.size()][];
        double[][] biases = new double[layers.size()][];
        List<Activation> bends = new ArrayList<>();
        for (int l = 0; l < weights.length; l++) {
            weights[l] = array(layers.get(l).weights);
            biases[l] = array(layers.get(l).biases);
            if (l < weights.length - 1) {
                layers.get(l).bend.ifPresent(bends::add);
            }
        }
        if (bends.stream().distinct().count() > 1) {
            return Optional.empty();
        }
        Activation bend = bends.isEmpty() ? Activation.RELU : bends.get(0);
        if (layers.size() == 1 && biases[0].length == 1) {
            return Optional.of(new LinearKernel(weights[0], biases[0][0]));
        }
        Network network = new Network(weights, biases, bend);
        boolean floats = !inputs.isDoubles()
                && Stream.concat(Arrays.stream(weights), Arrays.stream(biases))
                        .allMatch(numbers -> Arrays.stream(numbers).allMatch(number -> number == (float) number));
        return Optional.of(floats ? new FloatNetwork(network) : network);
    }

    private PartialNetwork with(List<Layer> before, Layer layer) {
        List<Layer> all = new ArrayList<>(before);
        all.add(layer);
        return new PartialNetwork(inputs, List.copyOf(all));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
