package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.FloatNetwork;
import dev.gauntlet.model.kernel.Network;
import java.util.Arrays;
import java.util.List;

/**
 * Reads dense networks, with the scaler before them, from plain JSON; the layout is described in {@code docs/models.md}.
 */
public final class NetworkJson {
    private static final String FORMAT = "network";

    private NetworkJson() {}

    /**
     * The network in a file.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static ForeignModel read(byte[] content) {
        Json root = Json.of(FORMAT, content);
        List<Json> layers = root.at("layers").list();
        Require.that(!layers.isEmpty(), FORMAT + ": layers must not be empty");
        double[][] weights = new double[layers.size()][];
        double[][] biases = new double[layers.size()][];
        for (int l = 0; l < weights.length; l++) {
            biases[l] = layers.get(l).at("bias").finite();
            weights[l] = weights(layers.get(l).at("kernel"), biases[l].length);
        }
        refuseEnd(layers.get(layers.size() - 1).at("activation"), biases[biases.length - 1].length);
        Network network = new Network(weights, biases, bend(layers));
        Require.between(FORMAT + ": inputs", network.inputs(), 1, Predictor.MOST_INPUTS);
        List<String> names = root.has("features")
                ? root.at("features").list().stream().map(Json::text).toList()
                : List.of();
        if (!names.isEmpty()) {
            Require.same(FORMAT + ": names in features", network.inputs(), names.size());
        }
        return ForeignModel.of(
                FORMAT,
                computed(root, network),
                encoding(root, network.inputs()),
                InputFacts.named(names),
                List.of(),
                List.of(Plural.format(
                        "a network of %d layer[s]%s",
                        layers.size(), root.has("min_max_scaler") ? " behind a min-max scaler" : "")));
    }

    /** The network, computed in floats if {@code dtype} says float32. */
    public static Predictor computed(Json root, Network network) {
        String type = root.has("dtype") ? root.at("dtype").text() : "float64";
        return switch (type) {
            case "float64" -> network;
            case "float32" -> new FloatNetwork(network);
            default -> throw root.at("dtype").refuse("must be float32 or float64");
        };
    }

    private static double[] weights(Json kernel, int outs) {
        List<Json> rows = kernel.list();
        for (Json row : rows) {
            if (row.node().size() != outs) {
                throw row.refuse(Plural.format(
                        "must be %d number[s] but is %d", outs, row.node().size()));
            }
        }
        return rows.stream().flatMapToDouble(row -> Arrays.stream(row.finite())).toArray();
    }

    /** The one activation of all hidden layers. */
    private static Activation bend(List<Json> layers) {
        String first = layers.size() > 1 ? layers.get(0).at("activation").text() : "relu";
        for (Json layer : layers.subList(0, layers.size() - 1)) {
            if (!layer.at("activation").text().equals(first)) {
                throw layer.at("activation").refuse("must be %s, as in the first layer".formatted(first));
            }
        }
        return switch (first) {
            case "relu" -> Activation.RELU;
            case "tanh" -> Activation.TANH;
            case "sigmoid" -> Activation.LOGISTIC;
            default -> throw layers.get(0).at("activation").refuse("must be relu, tanh or sigmoid");
        };
    }

    private static void refuseEnd(Json activation, int outs) {
        String end = activation.text();
        if (!end.equals("linear") && !end.equals(outs == 1 ? "sigmoid" : "softmax")) {
            throw activation.refuse("must be linear or %s for a last layer of %d but is %s"
                    .formatted(outs == 1 ? "sigmoid" : "softmax", outs, end));
        }
    }

    private static Encoding encoding(Json root, int inputs) {
        if (!root.has("min_max_scaler")) {
            return Encoding.identity(inputs);
        }
        double[] factors = root.at("min_max_scaler").at("scale_").finite();
        double[] summands = root.at("min_max_scaler").at("min_").finite();
        Require.same(FORMAT + ": numbers in min_max_scaler.scale_", inputs, factors.length);
        Require.same(FORMAT + ": numbers in min_max_scaler.min_", inputs, summands.length);
        double[] shifts = new double[inputs];
        for (int j = 0; j < inputs; j++) {
            Require.that(factors[j] != 0, "%s: min_max_scaler.scale_[%d] is 0", FORMAT, j);
            shifts[j] = summands[j] == 0 ? 0 : -summands[j] / factors[j];
        }
        double[] fills = new double[inputs];
        Arrays.fill(fills, Double.NaN);
        return Encoding.scaled(shifts, factors, fills);
    }
}
