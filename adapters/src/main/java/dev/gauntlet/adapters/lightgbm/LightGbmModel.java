package dev.gauntlet.adapters.lightgbm;

import dev.gauntlet.adapters.foreign.Categories;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a LightGBM file states, text or JSON, before it is a kernel. Values are compared and leaves summed as doubles, as
 * LightGBM does.
 *
 * @param version such as {@code v3}
 * @param objective with its parameters, such as {@code binary sigmoid:1}; empty if the file states none
 * @param average whether trees are averaged and not summed
 */
record LightGbmModel(
        String version,
        int inputs,
        int classes,
        int treesPerRound,
        String objective,
        boolean average,
        List<String> names,
        LightGbmCategories categories,
        List<LightGbmTree> trees) {
    private static final Pattern VERSIONS = Pattern.compile("v[1-4]");
    private static final List<String> LOGARITHMS = List.of("poisson", "gamma", "tweedie");
    private static final List<String> QUANTITIES = List.of(
            "regression",
            "regression_l1",
            "huber",
            "fair",
            "quantile",
            "mape",
            "lambdarank",
            "rank_xendcg",
            "poisson",
            "gamma",
            "tweedie");
    private static final List<String> LOG_ODDS = List.of("", "binary", "cross_entropy");

    ForeignModel model() {
        Require.that(!trees.isEmpty(), "LightGBM model: it has no trees");
        Require.that(inputs > 0, "LightGBM model: it has no features");
        Require.that(
                VERSIONS.matcher(version).matches(),
                "LightGBM model: its layout has the version %s, and v1 to v4 are known; train and save it with LightGBM 4, or"
                                .formatted(version)
                        + " export it as ONNX");
        Predictor kernel = kernel();
        InputFacts facts = new InputFacts(names, categories.codes(splitByCategory()), Double.NaN);
        List<String> notes = new ArrayList<>(List.of(said()));
        Categories.said(facts, "LightGBM").ifPresent(notes::add);
        List<String> labels = kernel instanceof ClassTrees
                ? IntStream.range(0, classes).mapToObj(String::valueOf).toList()
                : List.of();
        ForeignModel read = ForeignModel.of("lightgbm", kernel, Encoding.identity(inputs), facts, labels, notes);
        return isOfLogarithms() ? read.ofLogarithms() : read;
    }

    private SortedSet<Integer> splitByCategory() {
        SortedSet<Integer> inputs = new TreeSet<>();
        trees.forEach(tree -> tree.splits().stream()
                .filter(LightGbmTree.Split::byCategory)
                .forEach(split -> inputs.add(split.feature())));
        return inputs;
    }

    private boolean isOfLogarithms() {
        return LOGARITHMS.contains(objective.split(" ", -1)[0]);
    }

    private String said() {
        return "a LightGBM %s model, trees: %d%s; %s"
                .formatted(
                        version,
                        trees.size(),
                        average ? " (random forest)" : "",
                        objective.isEmpty()
                                ? "it states no objective, so its sum is read as a logit"
                                : "objective " + objective
                                        + (isOfLogarithms()
                                                ? ", whose scores are the logarithms of its estimates"
                                                : ""));
    }

    private Predictor kernel() {
        String name = objective.split(" ", -1)[0];
        int rounds = trees.size() / Math.max(1, treesPerRound);
        if (name.equals("multiclass") || name.equals("softmax")) {
            Require.that(!average, "LightGBM model: a random forest of several classes is not supported");
            Require.that(
                    classes > 1 && classes == treesPerRound && trees.size() == rounds * classes,
                    "LightGBM model: %d tree[s] [does|do] not fit %d classes",
                    trees.size(),
                    classes);
            int[] classOf =
                    IntStream.range(0, trees.size()).map(t -> t % classes).toArray();
            return ClassTrees.sum(inputs, Precision.DOUBLE, new double[classes], grown(1), classOf);
        }
        Require.that(
                LOG_ODDS.contains(name) || QUANTITIES.contains(name),
                "LightGBM model: the objective must be binary, cross_entropy, multiclass or one of %s but is \"%s\"",
                String.join(", ", QUANTITIES),
                objective);
        Require.that(classes < 2, "LightGBM model: it has %d classes without a softmax", classes);
        Require.that(!objective.contains("sqrt"), "LightGBM model: it estimates a square root");
        if (QUANTITIES.contains(name)) {
            double share = average ? 1.0 / trees.size() : 1;
            return TreeEnsemble.of(inputs, Precision.DOUBLE, Output.NUMBER_SUM, 0, grown(share));
        }
        if (average && version.equals("v2")) {
            boolean chances = trees.stream()
                    .flatMapToDouble(tree -> Arrays.stream(tree.outputs()))
                    .allMatch(output -> output >= 0 && output <= 1);
            Require.that(chances, "LightGBM model: leaves of a random forest of version v2 must be probabilities");
            return TreeEnsemble.of(inputs, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, grown(1));
        }
        double factor = sigmoid() / (average ? trees.size() : 1);
        return TreeEnsemble.of(inputs, Precision.DOUBLE, Output.LOGIT_SUM, 0, grown(factor));
    }

    /** The factor by which the sum becomes a log-odds. */
    private double sigmoid() {
        for (String part : objective.split(" ", -1)) {
            if (part.startsWith("sigmoid:")) {
                try {
                    double factor = Double.parseDouble(part.substring("sigmoid:".length()));
                    Require.that(
                            factor > 0 && Double.isFinite(factor), "LightGBM model: " + part + " must be positive");
                    return factor;
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("LightGBM model: " + part + " is not a number", e);
                }
            }
        }
        return 1;
    }

    private List<Tree> grown(double factor) {
        List<Tree> grown = new ArrayList<>();
        for (int t = 0; t < trees.size(); t++) {
            grown.add(trees.get(t).grown("LightGBM model: tree " + t, inputs, factor, version.equals("v2")));
        }
        return grown;
    }
}
