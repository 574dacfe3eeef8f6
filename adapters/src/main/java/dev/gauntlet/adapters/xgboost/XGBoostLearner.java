package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
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

/** The learner in a model file: objective and booster. */
record XGBoostLearner(
        XGBoostFields learner, String objective, Meaning meaning, String version, Optional<Rounds> wanted) {
    /** The meaning of a margin. */
    enum Meaning {
        /** Log-odds; the base score is a probability. */
        LOGIT,
        /** Log-odds; the base score is log-odds too. */
        RAW,
        /** A logit per class. */
        CLASSES,
        /** A regression output. */
        NUMBER,
        /** The logarithm of a regression output; the base score is not a logarithm. */
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
     * Reads the learner of a file.
     *
     * @throws IllegalArgumentException if there is none, or its objective or outputs are not supported
     */
    static XGBoostLearner of(JsonNode root) {
        return of(root, Optional.empty());
    }

    /**
     * The same.
     *
     * @param wanted which rounds are used, if the user states it
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
        Require.that(targets < 2, "XGBoost model: it estimates %d targets at once; only one is supported", targets);
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

    /** The class names that the scikit-learn wrapper states. */
    List<String> classNames() {
        return XGBoostWrapper.classes(learner);
    }

    private int inputs() {
        return parameters().count("num_feature", 1);
    }

    /** The feature names; empty if they are not stated. */
    List<String> names() {
        if (!learner.has("feature_names")) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        learner.node().get("feature_names").forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** What the file states about its inputs. A missing category is NaN. */
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
                "XGBoost model: feature_types has %d entr[y|ies] for %d feature[s]",
                types.size(),
                inputs());
        return types;
    }

    /** The boosting rounds, and the best one. */
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
                "XGBoost model: %d tree[s] [1:is|are] not a whole number of rounds of %d",
                stated,
                each);
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
     * @throws IllegalArgumentException if the file is damaged or contains something unsupported; the message names it
     */
    Predictor kernel() {
        return switch (booster()) {
            case "gbtree", "dart" -> ensemble(grown());
            case "gblinear" -> linear();
            default ->
                throw new IllegalArgumentException(
                        "XGBoost model: the booster must be gbtree, dart or gblinear but is " + booster());
        };
    }

    /** The encoding of inputs: a linear model reads missing values as 0. */
    Encoding encoding() {
        double[] ones = new double[inputs()];
        Arrays.fill(ones, 1);
        return booster().equals("gblinear")
                ? Encoding.scaled(new double[ones.length], ones, new double[ones.length])
                : Encoding.identity(ones.length);
    }

    private Predictor ensemble(List<Tree> trees) {
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

    /** Checks fields that XGBoost uses without checking them: which output a tree adds to, and where rounds start. */
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
                    "XGBoost model: iteration_indptr contains %d, which does not fit %d trees",
                    start,
                    trees);
            before = start;
        }
    }

    private XGBoostFields model() {
        XGBoostFields booster = learner.at("gradient_booster");
        return (booster.has("gbtree") ? booster.at("gbtree") : booster).at("model");
    }

    /** The trees of the rounds used, weighted if there are weights. */
    private List<Tree> grown() {
        XGBoostFields booster = learner.at("gradient_booster");
        double[] weights = XGBoostLayout.weights(booster);
        Require.that(
                weights.length > 0 || !booster().equals("dart"),
                "XGBoost model: weight_drop, of a dart model, is missing");
        List<JsonNode> stated = inOrder();
        Require.that(
                weights.length == 0 || weights.length == stated.size(),
                "XGBoost model: weight_drop has %d weight[s] for %d tree[s]",
                weights.length,
                stated.size());
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

    /** The trees in the order of their ids, as XGBoost stores them. XGBoost does not check ids and counts. */
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
                    "XGBoost model: tree %d has the id %s, and there [3:is|are] %d tree[s]",
                    place,
                    id,
                    size);
            Require.that(trees[(int) id] == null, "XGBoost model: two trees have the id %.0f", id);
            trees[(int) id] = tree;
            place++;
        }
        return List.of(trees);
    }

    /** The inputs used by categorical splits. */
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

    private Predictor linear() {
        int groups = Math.max(1, classes());
        int inputs = inputs();
        double[] stated = model().numbers("weights");
        Require.that(
                (inputs + 1L) * groups == stated.length,
                "XGBoost model: weights has %d number[s] for %d feature[s] and %d classes",
                stated.length,
                inputs,
                groups);
        double[] weights = Arrays.copyOf(stated, inputs * groups);
        double[] biases = Arrays.copyOfRange(stated, inputs * groups, stated.length);
        for (double number : stated) {
            Require.that(Double.isFinite(number), "XGBoost model: weights contains " + number);
        }
        if (meaning == Meaning.CLASSES) {
            // XGBoost uses the base score of the first class for all classes of a linear model.
            double base = bases()[0];
            Arrays.setAll(biases, c -> biases[c] + base);
            return new Network(new double[][] {weights}, new double[][] {biases});
        }
        double bias = biases[0] + base();
        return meaning == Meaning.LOGIT || meaning == Meaning.RAW
                ? new LinearKernel(weights, bias)
                : LinearKernel.ofNumber(weights, bias);
    }

    /** The base score of each class: one number for all classes or, since 3.1, one for each. */
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

    /**
     * The base score as a margin. The file states it on the scale of the objective, as {@code "5E-1"} before 3.0 and
     * {@code "[5E-1]"} since.
     */
    private double base() {
        Require.that(classes() < 2, "XGBoost model: it has %d classes without a softmax", classes());
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
