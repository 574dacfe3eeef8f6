package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
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
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The learner of a model file, JSON or UBJSON: its objective and its booster. */
record XGBoostLearner(
        XGBoostFields learner, String objective, Meaning meaning, String version, Optional<Rounds> wanted) {
    /** What a margin is. */
    enum Meaning {
        /** A log-odds, started from a probability. */
        LOGIT,
        /** A log-odds, started from itself. */
        RAW,
        /** A logit per class. */
        CLASSES,
        /** A quantity. */
        NUMBER,
        /** The logarithm of a quantity, started from the quantity. */
        LOG
    }

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("binary:logistic", Meaning.LOGIT),
            Map.entry("reg:logistic", Meaning.LOGIT),
            Map.entry("binary:logitraw", Meaning.RAW),
            Map.entry("multi:softprob", Meaning.CLASSES),
            Map.entry("multi:softmax", Meaning.CLASSES),
            Map.entry("reg:squarederror", Meaning.NUMBER),
            Map.entry("reg:linear", Meaning.NUMBER),
            Map.entry("reg:squaredlogerror", Meaning.NUMBER),
            Map.entry("reg:absoluteerror", Meaning.NUMBER),
            Map.entry("reg:pseudohubererror", Meaning.NUMBER),
            Map.entry("reg:quantileerror", Meaning.NUMBER),
            Map.entry("rank:pairwise", Meaning.NUMBER),
            Map.entry("rank:ndcg", Meaning.NUMBER),
            Map.entry("rank:map", Meaning.NUMBER),
            Map.entry("count:poisson", Meaning.LOG),
            Map.entry("reg:gamma", Meaning.LOG),
            Map.entry("reg:tweedie", Meaning.LOG));

    /**
     * The learner of a file.
     *
     * @throws IllegalArgumentException if there is none, or its objective or outputs cannot be read
     */
    static XGBoostLearner of(JsonNode root) {
        return of(root, Optional.empty());
    }

    /**
     * The same.
     *
     * @param wanted which rounds count, if the user states it
     */
    static XGBoostLearner of(JsonNode root, Optional<Rounds> wanted) {
        String version = XGBoostLayout.version(root);
        XGBoostFields learner = new XGBoostFields(root, "model").at("learner");
        String objective = learner.at("objective").text("name");
        Meaning meaning = MEANINGS.get(objective);
        if (meaning == null) {
            throw new IllegalArgumentException("XGBoost model: the objective must be one of %s but is %s"
                    .formatted(
                            String.join(
                                    ", ", MEANINGS.keySet().stream().sorted().toList()),
                            objective));
        }
        XGBoostLearner read = new XGBoostLearner(learner, objective, meaning, version, wanted);
        XGBoostWrapper.refuseOtherMissing(learner);
        int targets = read.parameters().count("num_target", 0);
        Require.that(
                targets < 2,
                "XGBoost model: it estimates %d targets at once; only one is supported".formatted(targets));
        return read;
    }

    private XGBoostFields parameters() {
        return learner.at("learner_model_param");
    }

    String booster() {
        return learner.at("gradient_booster").text("name");
    }

    int classes() {
        return parameters().count("num_class", 0);
    }

    /** The names of the classes, as the wrapper states them. */
    List<String> classNames() {
        return XGBoostWrapper.classes(learner);
    }

    private int inputs() {
        return parameters().count("num_feature", 1);
    }

    /** The names of the features; empty if they are not stated. */
    List<String> names() {
        if (!learner.has("feature_names")) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        learner.node().get("feature_names").forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** What the file states about its inputs; NaN is what the library gets for a missing text. */
    InputFacts facts(List<Integer> splitByCategory) {
        return new InputFacts(names(), XGBoostCategories.of(model(), types(), splitByCategory, inputs()), Double.NaN);
    }

    private List<String> types() {
        List<String> types = new ArrayList<>();
        if (learner.has("feature_types")) {
            learner.node().get("feature_types").forEach(type -> types.add(type.asString("")));
        }
        Require.that(
                types.isEmpty() || types.size() == inputs(),
                "XGBoost model: feature_types has %d entries for %d features".formatted(types.size(), inputs()));
        return types;
    }

    /** The rounds, and which of them is best. */
    XGBoostRounds rounds() {
        return booster().equals("gblinear")
                ? new XGBoostRounds(Optional.empty(), 0, false)
                : XGBoostRounds.of(learner, allRounds());
    }

    private int allRounds() {
        int stated = model().at("trees").node().size();
        int each = treesOfARound();
        Require.that(
                stated % each == 0,
                "XGBoost model: %d trees are not a whole number of rounds of %d".formatted(stated, each));
        return stated / each;
    }

    private int treesOfARound() {
        return parallel() * Math.max(1, classes());
    }

    private int parallel() {
        XGBoostFields model = model();
        return model.has("gbtree_model_param")
                ? Math.max(1, model.at("gbtree_model_param").count("num_parallel_tree", 0))
                : 1;
    }

    /** The number of rounds passed to the library for prediction; 0 for all. */
    int treeLimit() {
        XGBoostRounds rounds = rounds();
        int counted = rounds.counted(wanted);
        return counted == rounds.all() ? 0 : counted * parallel();
    }

    /**
     * The model as a kernel.
     *
     * @throws IllegalArgumentException if the file is damaged or holds what is not read, which is named
     */
    Kernel kernel() {
        return switch (booster()) {
            case "gbtree", "dart" -> ensemble(grown());
            case "gblinear" -> linear();
            default ->
                throw new IllegalArgumentException(
                        "XGBoost model: the booster must be gbtree, dart or gblinear but is " + booster());
        };
    }

    /** What is done with inputs before: a linear model takes what is missing for 0. */
    Encoding encoding() {
        double[] ones = new double[inputs()];
        Arrays.fill(ones, 1);
        return booster().equals("gblinear")
                ? Encoding.scaled(new double[ones.length], ones, new double[ones.length])
                : Encoding.identity(ones.length);
    }

    private Kernel ensemble(List<Tree> trees) {
        checkGroups(model().at("trees").node().size());
        return switch (meaning) {
            case CLASSES -> {
                int[] classOf = Arrays.copyOf(model().ints("tree_info"), trees.size());
                yield ClassTrees.sum(inputs(), Precision.FLOAT, bases(), trees, classOf);
            }
            case LOGIT, RAW -> TreeEnsemble.of(inputs(), Precision.FLOAT, Output.LOGIT_SUM, base(), trees);
            case NUMBER, LOG -> TreeEnsemble.of(inputs(), Precision.FLOAT, Output.NUMBER_SUM, base(), trees);
        };
    }

    /** Refuses what only XGBoost looks at and trusts: which output a tree adds to, and where rounds begin. */
    private void checkGroups(int trees) {
        if (meaning != Meaning.CLASSES && model().has("tree_info")) {
            Require.that(
                    Arrays.stream(model().ints("tree_info")).allMatch(group -> group == 0),
                    "XGBoost model: tree_info names several outputs, but " + objective + " has one");
        }
        int before = 0;
        for (int start : model().has("iteration_indptr") ? model().ints("iteration_indptr") : new int[0]) {
            Require.that(
                    start >= before && start <= trees,
                    "XGBoost model: iteration_indptr holds %d, which does not fit %d trees".formatted(start, trees));
            before = start;
        }
    }

    private XGBoostFields model() {
        XGBoostFields booster = learner.at("gradient_booster");
        return (booster.has("gbtree") ? booster.at("gbtree") : booster).at("model");
    }

    /** The trees of the rounds that count, weighed if there are weights. */
    private List<Tree> grown() {
        XGBoostFields booster = learner.at("gradient_booster");
        double[] weights = XGBoostLayout.weights(booster);
        Require.that(
                weights.length > 0 || !booster().equals("dart"),
                "XGBoost model: weight_drop, of a dart model, is missing");
        List<JsonNode> stated = inOrder();
        Require.that(
                weights.length == 0 || weights.length == stated.size(),
                "XGBoost model: weight_drop has %d weights for %d trees".formatted(weights.length, stated.size()));
        int counted = rounds().counted(wanted) * treesOfARound();
        List<Tree> trees = new ArrayList<>();
        for (JsonNode tree : stated) {
            float weight = weights.length == 0 ? 1 : (float) weights[trees.size()];
            Tree grown = XGBoostTree.read(tree, "tree " + trees.size()).grown(weight);
            if (trees.size() < counted) {
                trees.add(grown);
            }
        }
        return trees;
    }

    /** The trees in the order of their ids, which is where XGBoost puts them; it trusts these and its counts without a look. */
    private List<JsonNode> inOrder() {
        XGBoostFields model = model();
        JsonNode stated = model.at("trees").node();
        int size = stated.size();
        if (model.has("gbtree_model_param")) {
            Require.same("XGBoost model: trees", model.at("gbtree_model_param").count("num_trees", 0), size);
        }
        JsonNode[] trees = new JsonNode[size];
        int place = 0;
        for (JsonNode tree : stated.values()) {
            double id = tree.has("id") ? tree.get("id").doubleValue() : place;
            Require.that(
                    id == Math.rint(id) && id >= 0 && id < size,
                    "XGBoost model: tree %d has the id %s, and there are %d trees".formatted(place, id, size));
            Require.that(trees[(int) id] == null, "XGBoost model: two trees have the id %.0f".formatted(id));
            trees[(int) id] = tree;
            place++;
        }
        return List.of(trees);
    }

    /** The inputs that splits by category look at. */
    List<Integer> splitByCategory() {
        if (booster().equals("gblinear")) {
            return List.of();
        }
        List<Integer> inputs = new ArrayList<>();
        for (JsonNode tree : model().at("trees").node().values()) {
            inputs.addAll(XGBoostTree.splitByCategory(tree));
        }
        return inputs.stream().distinct().sorted().toList();
    }

    private Kernel linear() {
        int groups = Math.max(1, classes());
        int inputs = inputs();
        double[] stated = model().numbers("weights");
        Require.that(
                (inputs + 1L) * groups == stated.length,
                "XGBoost model: weights holds %d numbers for %d features and %d classes"
                        .formatted(stated.length, inputs, groups));
        double[] weights = Arrays.copyOf(stated, inputs * groups);
        double[] biases = Arrays.copyOfRange(stated, inputs * groups, stated.length);
        for (double number : stated) {
            Require.that(Double.isFinite(number), "XGBoost model: weights holds " + number);
        }
        if (meaning == Meaning.CLASSES) {
            // XGBoost starts every class of a linear model where the first starts.
            double base = bases()[0];
            Arrays.setAll(biases, c -> biases[c] + base);
            return new Network(new double[][] {weights}, new double[][] {biases});
        }
        double bias = biases[0] + base();
        return meaning == Meaning.LOGIT || meaning == Meaning.RAW
                ? new LinearKernel(weights, bias)
                : LinearKernel.ofNumber(weights, bias);
    }

    /** Where each class's sum starts: one number for all, or one each since 3.1. */
    private double[] bases() {
        double[] stated = parameters().list("base_score");
        double[] bases = new double[classes()];
        Require.that(
                stated.length == 1 || stated.length == bases.length,
                "XGBoost model: base_score must be one number, or one per class, but is " + stated.length);
        for (int c = 0; c < bases.length; c++) {
            bases[c] = finite((float) (stated.length == 1 ? stated[0] : stated[c]));
        }
        return bases;
    }

    /** Where the sum starts; the file states what it means, as {@code "5E-1"} before 3.0 and {@code "[5E-1]"} since. */
    private double base() {
        Require.that(classes() < 2, "XGBoost model: it has %d classes without a softmax".formatted(classes()));
        float score = finite((float) parameters().number("base_score"));
        return switch (meaning) {
            case LOGIT -> {
                Require.that(score > 0 && score < 1, "XGBoost model: base_score must be in (0, 1) but is " + score);
                yield (float) -StrictMath.log(1.0f / score - 1.0f);
            }
            case LOG -> {
                Require.that(score > 0, "XGBoost model: base_score must be positive but is " + score);
                yield (float) StrictMath.log(score);
            }
            default -> score;
        };
    }

    private static float finite(float score) {
        Require.that(Float.isFinite(score), "XGBoost model: base_score is " + score);
        return score;
    }
}
