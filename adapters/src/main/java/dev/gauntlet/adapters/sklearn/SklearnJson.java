package dev.gauntlet.adapters.sklearn;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads trees, forests, logistic regressions and networks of scikit-learn from JSON; the layout is described in
 * {@code docs/models.md}. Trees compare a value rounded to a float with a double, as scikit-learn does.
 */
public final class SklearnJson {
    private static final String FORMAT = "scikit-learn model";

    /** Any of these names the inputs. */
    static final List<String> NAMES = List.of("features", "feature_names", "feature_names_in_");

    private static final List<String> SHARED = List.of("kind", "n_features", "classes");
    private static final Map<String, List<String>> FIELDS = Map.of(
            "tree",
            List.of("trees", "rule"),
            "forest",
            List.of("trees", "rule"),
            "logreg",
            List.of("coef", "intercept"),
            "mlp",
            List.of("activation", "layers", "output", "dtype"));
    private static final double NEAR_ONE = 1e-3;

    private SklearnJson() {}

    /**
     * The model in a file.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static ForeignModel read(byte[] content) {
        Json root = Json.of(FORMAT, content);
        if (root.has("estimators")) {
            return SklearnNested.read(root);
        }
        String kind = root.at("kind").text();
        if (!FIELDS.containsKey(kind)) {
            throw root.at("kind").refuse("must be tree, forest, logreg or mlp");
        }
        root.allow(
                Stream.of(SHARED, NAMES, FIELDS.get(kind)).flatMap(List::stream).toList());
        Predictor kernel = switch (kind) {
            case "logreg" -> linear(root);
            case "mlp" -> network(root);
            default -> forest(root);
        };
        List<String> names = names(root);
        List<String> labels = root.has("classes")
                ? root.at("classes").list().stream().map(Json::text).toList()
                : List.of();
        return ForeignModel.plain(
                "sklearn",
                kernel,
                names,
                labels,
                "a scikit-learn " + root.at("kind").text());
    }

    /** The names of the inputs, under one of the fields that hold them; empty if none does. */
    static List<String> names(Json root) {
        List<String> stated = NAMES.stream().filter(root::has).toList();
        if (stated.size() > 1) {
            throw root.at(stated.get(1)).refuse("must be left out, because %s is stated".formatted(stated.get(0)));
        }
        return stated.isEmpty()
                ? List.of()
                : root.at(stated.get(0)).list().stream().map(Json::text).toList();
    }

    private static Predictor forest(Json root) {
        int inputs = root.at("n_features").count();
        int classes = root.at("classes").list().size();
        Require.that(classes > 1, FORMAT + ": classes must name two or more");
        List<Tree> trees = new ArrayList<>();
        List<double[]> shares = new ArrayList<>();
        for (Json tree : root.at("trees").list()) {
            trees.add(tree(tree, inputs, classes, shares));
        }
        return classes == 2
                ? TreeEnsemble.of(inputs, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees)
                : ClassTrees.mean(
                        inputs,
                        classes,
                        trees,
                        shares.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private static Tree tree(Json json, int inputs, int classes, List<double[]> shares) {
        json.allow(List.of("feature", "threshold", "left", "right", "value"));
        double[] feature = json.at("feature").numbers();
        double[] threshold = json.at("threshold").numbers();
        double[] left = json.at("left").numbers();
        double[] right = json.at("right").numbers();
        List<Json> values = json.at("value").list();
        int n = feature.length;
        for (int length : new int[] {threshold.length, left.length, right.length, values.size()}) {
            Require.same("%s: numbers per node in %s".formatted(FORMAT, json.path()), n, length);
        }
        Branching tree = new Branching("%s: %s".formatted(FORMAT, json.path()), n);
        for (int i = 0; i < n; i++) {
            if (left[i] != -1) {
                Require.that(
                        feature[i] >= 0 && feature[i] < inputs,
                        "%s: %s: node %d uses feature %s of %d",
                        FORMAT,
                        json.path(),
                        i,
                        feature[i],
                        inputs);
                double cut = cut(threshold[i]);
                tree.below(i, (int) feature[i], cut, false, place(left[i]), place(right[i]));
                continue;
            }
            double[] share = shares(values.get(i), classes);
            tree.leaf(i, classes == 2 ? share[1] : shares.size() * (double) classes);
            shares.add(share);
        }
        return tree.build();
    }

    /** The classes' shares of a leaf. */
    private static double[] shares(Json value, int classes) {
        double[] shares = value.numbers();
        Require.same("%s: numbers in %s".formatted(FORMAT, value.path()), classes, shares.length);
        boolean fit = Arrays.stream(shares).allMatch(share -> share >= 0)
                && Math.abs(Arrays.stream(shares).sum() - 1) <= NEAR_ONE;
        if (!fit) {
            throw value.refuse(
                    "must be shares that sum to 1 but is %s; divide counts by their sum".formatted(value.node()));
        }
        return shares;
    }

    /** Below this lies what is, once rounded to a float, at most a threshold: below the next float after it. */
    static double cut(double threshold) {
        float near = (float) threshold;
        return Branching.belowAsFloat(Math.nextUp(near <= threshold ? near : Math.nextDown(near)));
    }

    private static int place(double number) {
        return number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE ? (int) number : -1;
    }

    private static Predictor linear(Json root) {
        return new LinearKernel(root.at("coef").finite(), finite(root, "intercept"));
    }

    private static Predictor network(Json root) {
        List<Json> layers = root.at("layers").list();
        Require.that(!layers.isEmpty(), FORMAT + ": layers must not be empty");
        Activation activation = switch (root.at("activation").text()) {
            case "relu" -> Activation.RELU;
            case "tanh" -> Activation.TANH;
            case "logistic" -> Activation.LOGISTIC;
            default -> throw root.at("activation").refuse("must be relu, tanh or logistic");
        };
        double[][] weights = new double[layers.size()][];
        double[][] biases = new double[layers.size()][];
        for (int l = 0; l < weights.length; l++) {
            layers.get(l).allow(List.of("W", "b"));
            List<Json> rows = layers.get(l).at("W").list();
            biases[l] = layers.get(l).at("b").finite();
            Require.same("%s: rows of %s.W".formatted(FORMAT, layers.get(l).path()), biases[l].length, rows.size());
            weights[l] = turned(rows);
        }
        return NetworkJson.computed(root, new Network(weights, biases, activation));
    }

    /** The numbers of rows of equal length, column by column. */
    private static double[] turned(List<Json> rows) {
        int ins = rows.get(0).node().size();
        for (Json row : rows) {
            if (row.node().size() != ins) {
                throw row.refuse(Plural.format(
                        "must be %d number[s] but is %d", ins, row.node().size()));
            }
        }
        int outs = rows.size();
        double[] turned = new double[Math.multiplyExact(ins, outs)];
        for (int j = 0; j < outs; j++) {
            double[] row = rows.get(j).finite();
            for (int k = 0; k < ins; k++) {
                turned[k * outs + j] = row[k];
            }
        }
        return turned;
    }

    private static double finite(Json root, String name) {
        double number = root.at(name).number();
        Require.that(Double.isFinite(number), FORMAT + ": " + name + " must be finite");
        return number;
    }
}
