package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads XGBoost's JSON model files (2.x and 3.x) into tree ensembles whose log-odds have the same bits as XGBoost's own.
 *
 * <p>Source: the XGBoost documentation, "Introduction to Model IO".
 */
public final class XGBoostJson {
    private static final JsonMapper JSON = new JsonMapper();

    private XGBoostJson() {}

    /** What a model file holds: the learner's part, its objective, and its trees. */
    private record File(JsonNode learner, String objective, List<Tree> trees) {
        JsonNode facts() {
            return child(learner, "learner_model_param");
        }

        int inputs() {
            return (int) number(facts(), "num_feature");
        }

        int classes() {
            return (int) number(facts(), "num_class");
        }
    }

    /**
     * The ensemble of a detector's model file.
     *
     * @throws IllegalArgumentException if it is no such file, or holds a model of another kind (several classes, dart,
     *     gblinear, categorical splits, another objective), which is named
     */
    public static TreeEnsemble read(byte[] json) {
        File file = file(json, "binary:logistic", "binary:logitraw");
        Require.that(
                file.classes() < 2, "XGBoost model: several classes (" + file.classes() + ") cannot be read, only two");
        return TreeEnsemble.of(
                file.inputs(),
                TreeEnsemble.Precision.FLOAT,
                TreeEnsemble.Output.LOGIT_SUM,
                base(file.facts(), file.objective),
                file.trees);
    }

    /** The trees of a model of several classes, whose logits have the same bits as XGBoost's margins. */
    public static ClassTrees readClasses(byte[] json) {
        File file = file(json, "multi:softprob", "multi:softmax");
        JsonNode model = child(child(file.learner, "gradient_booster"), "model");
        int[] classOf = ints(model, "tree_info", "model");
        double[] stated = list(file.facts(), "base_score");
        double[] base = new double[file.classes()];
        Require.that(
                stated.length == 1 || stated.length == base.length,
                "XGBoost model: base_score must be one number, or one per class, but is " + stated.length);
        for (int c = 0; c < base.length; c++) {
            base[c] = (float) (stated.length == 1 ? stated[0] : stated[c]);
        }
        return ClassTrees.sum(file.inputs(), TreeEnsemble.Precision.FLOAT, base, file.trees, classOf);
    }

    /** The trees of a model of a quantity, whose estimates have the same bits as XGBoost's. */
    public static TreeEnsemble readNumber(byte[] json) {
        File file = file(json, "reg:squarederror");
        return TreeEnsemble.of(
                file.inputs(),
                TreeEnsemble.Precision.FLOAT,
                TreeEnsemble.Output.NUMBER_SUM,
                (float) number(file.facts(), "base_score"),
                file.trees);
    }

    private static File file(byte[] json, String... objectives) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("XGBoost model: this is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode learner = child(root, "learner");
        JsonNode booster = child(learner, "gradient_booster");
        String kind = child(booster, "name").asString("?");
        Require.that(kind.equals("gbtree"), "XGBoost model: the booster must be gbtree but is " + kind);
        String objective = child(child(learner, "objective"), "name").asString("?");
        Require.that(
                List.of(objectives).contains(objective),
                "XGBoost model: the objective must be " + String.join(" or ", objectives) + " but is " + objective);
        return new File(learner, objective, trees(child(child(booster, "model"), "trees")));
    }

    private static List<Tree> trees(JsonNode list) {
        List<Tree> trees = new ArrayList<>();
        for (JsonNode tree : list.values()) {
            String place = "tree " + trees.size();
            try {
                trees.add(tree(tree, place));
            } catch (IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "XGBoost model: " + place + " refers to a node that is not there", e);
            }
        }
        return trees;
    }

    /** The starting log-odds; the file states a probability, as {@code "5E-1"} before 3.0 and {@code "[5E-1]"} since. */
    private static double base(JsonNode facts, String objective) {
        float score = (float) number(facts, "base_score");
        if (objective.equals("binary:logitraw")) {
            return score;
        }
        Require.that(score > 0 && score < 1, "XGBoost model: base_score must be in (0, 1) but is " + score);
        return (float) -StrictMath.log(1.0f / score - 1.0f);
    }

    private static Tree tree(JsonNode node, String place) {
        JsonNode categories = node.get("categories_nodes");
        Require.that(categories == null || categories.isEmpty(), "XGBoost model: " + place + " has categorical splits");
        int[] left = ints(node, "left_children", place);
        int[] right = ints(node, "right_children", place);
        int[] feature = ints(node, "split_indices", place);
        double[] value = numbers(node, "split_conditions", place);
        double[] missingLeft = numbers(node, "default_left", place);
        double[] cover = node.has("sum_hessian") ? numbers(node, "sum_hessian", place) : new double[0];
        Require.that(
                cover.length == 0 || cover.length == left.length,
                "XGBoost model: %s has %d covers for %d nodes".formatted(place, cover.length, left.length));
        for (int length : new int[] {right.length, feature.length, value.length, missingLeft.length}) {
            Require.same("numbers per node in " + place, left.length, length);
        }
        Tree.Builder tree = new Tree.Builder();
        int[][] queue = new int[left.length][];
        Require.that(left.length > 0, "XGBoost model: " + place + " has no nodes");
        queue[0] = new int[] {0, tree.node()};
        int waiting = 1;
        for (int k = 0; k < waiting; k++) {
            int from = queue[k][0];
            int to = queue[k][1];
            if (cover.length > 0) {
                tree.cover(to, (float) cover[from]);
            }
            if (left[from] < 0) {
                tree.leaf(to, (float) value[from]);
                continue;
            }
            Require.that(waiting + 2 <= left.length, "XGBoost model: " + place + " is no tree");
            int leftNode = tree.node();
            int rightNode = tree.node();
            tree.split(to, feature[from], (float) value[from], missingLeft[from] != 0, leftNode, rightNode);
            queue[waiting++] = new int[] {left[from], leftNode};
            queue[waiting++] = new int[] {right[from], rightNode};
        }
        return tree.build();
    }

    private static int[] ints(JsonNode node, String name, String place) {
        return whole(numbers(node, name, place));
    }

    private static int[] whole(double[] numbers) {
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) numbers[i];
        }
        return ints;
    }

    private static double[] numbers(JsonNode node, String name, String place) {
        JsonNode list = child(node, name);
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode item = list.get(i);
            Require.that(
                    item.isNumber() || item.isBoolean(),
                    "XGBoost model: %s: %s[%d] must be a number but is %s".formatted(place, name, i, item));
            numbers[i] = item.isBoolean() ? (item.booleanValue() ? 1 : 0) : item.doubleValue();
        }
        return numbers;
    }

    private static double number(JsonNode node, String name) {
        double[] numbers = list(node, name);
        Require.that(
                numbers.length == 1,
                "XGBoost model: %s must be one number but is \"%s\""
                        .formatted(name, child(node, name).asString("")));
        return numbers[0];
    }

    /** The numbers in a text, which stand in brackets since 3.0. */
    private static double[] list(JsonNode node, String name) {
        String text = child(node, name).asString("");
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return Stream.of(bare.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "XGBoost model: %s must be one number but is \"%s\"".formatted(name, text), e);
        }
    }

    private static JsonNode child(JsonNode node, String name) {
        JsonNode found = node == null ? null : node.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "XGBoost model: \"" + name + "\" is missing; this is no XGBoost JSON model");
        }
        return found;
    }
}
