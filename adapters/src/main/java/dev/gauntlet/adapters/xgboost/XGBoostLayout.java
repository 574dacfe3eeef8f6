package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.base.Require;
import java.util.List;
import java.util.Set;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The known layouts of XGBoost's model files: those of versions up to 3.4.
 *
 * <p>Since 3.3 a {@code dart} model is written as {@code gbtree} with {@code weight_drop} beside its {@code model}; in
 * earlier versions {@code gbtree} is inside {@code dart}. A file of a version newer than the library in use may contain
 * only fields that are known here.
 */
final class XGBoostLayout {
    private static final int[] NEWEST = {3, 4};
    /** The newest version whose fields the library in use knows, so that it can be used for comparison. */
    private static final int[] ASKED = {3, 1};

    private static final Set<String> BOOSTER = Set.of("name", "model", "gbtree", "weight_drop");
    private static final Set<String> MODEL = Set.of(
            "gbtree_model_param",
            "trees",
            "tree_info",
            "iteration_indptr",
            "cats",
            "weights",
            "param",
            "boosted_rounds");
    private static final Set<String> TREE = Set.of(
            "base_weights",
            "categories",
            "categories_nodes",
            "categories_segments",
            "categories_sizes",
            "default_left",
            "id",
            "left_children",
            "loss_changes",
            "parents",
            "right_children",
            "split_conditions",
            "split_indices",
            "split_type",
            "sum_hessian",
            "tree_param");
    /** The lists of a tree that XGBoost reads as floats, even if all their numbers are integers. */
    private static final List<String> FLOATS =
            List.of("base_weights", "loss_changes", "split_conditions", "sum_hessian");

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private XGBoostLayout() {}

    /**
     * Refuses a file of an unknown version or with unknown fields.
     *
     * @return the version in the file, for example {@code 3.1.1}; empty if the file does not state it
     */
    static String version(JsonNode root) {
        JsonNode stated = root.path("version");
        if (!stated.isArray()
                || stated.size() < 2
                || !stated.get(0).isNumber()
                || !stated.get(1).isNumber()) {
            return "";
        }
        int[] version = {stated.get(0).intValue(), stated.get(1).intValue()};
        String text = version[0] + "." + version[1]
                + (stated.size() > 2 ? "." + stated.get(2).asString("?") : "");
        Require.that(
                !isAfter(version, NEWEST),
                "XGBoost model: XGBoost %s wrote it, and layouts are known up to version %d.%d; train and save it with that"
                                .formatted(text, NEWEST[0], NEWEST[1])
                        + " version or an earlier one, or export it as ONNX");
        if (isAfter(version, ASKED)) {
            refuseUnknown(root, text);
        }
        return text;
    }

    private static boolean isAfter(int[] version, int[] other) {
        return version[0] > other[0] || (version[0] == other[0] && version[1] > other[1]);
    }

    private static void refuseUnknown(JsonNode root, String version) {
        JsonNode booster = root.path("learner").path("gradient_booster");
        refuseUnknown(booster, BOOSTER, "gradient_booster", version);
        for (JsonNode inner : List.of(booster, booster.path("gbtree"))) {
            refuseUnknown(inner.path("model"), MODEL, "model", version);
            for (JsonNode tree : inner.path("model").path("trees").values()) {
                refuseUnknown(tree, TREE, "a tree", version);
            }
        }
    }

    private static void refuseUnknown(JsonNode node, Set<String> known, String place, String version) {
        for (String name : node.propertyNames()) {
            Require.that(
                    known.contains(name),
                    "XGBoost model: XGBoost %s wrote \"%s\" in %s, which is not known and may change its answers; train and save it"
                                    .formatted(version, name, place)
                            + " with XGBoost 3.1 or an earlier version, or export it as ONNX");
        }
    }

    /** The tree weights of a dart model, from either location; empty if there are none. */
    static double[] weights(XGBoostFields booster) {
        boolean inside = booster.has("gbtree") && booster.at("gbtree").has("weight_drop");
        Require.that(!(inside && booster.has("weight_drop")), "XGBoost model: weight_drop is stated in two places");
        return booster.has("weight_drop")
                ? booster.numbers("weight_drop")
                : inside ? booster.at("gbtree").numbers("weight_drop") : new double[0];
    }

    /** Whether the tree weights are stored where the library in use does not read them. */
    static boolean isMoved(JsonNode root) {
        JsonNode booster = root.path("learner").path("gradient_booster");
        return booster.has("weight_drop") && booster.has("model");
    }

    /**
     * The same model in the layout of the library in use: tree weights in a {@code dart} booster, and floats with a
     * decimal point.
     */
    static byte[] asked(byte[] content) {
        JsonNode copy = XGBoostFile.root(content);
        if (copy.path("learner") instanceof ObjectNode learner
                && learner.get("gradient_booster") instanceof ObjectNode booster) {
            if (isMoved(copy)) {
                ObjectNode inner = JsonNodeFactory.instance.objectNode();
                inner.put("name", "gbtree");
                inner.set("model", booster.remove("model"));
                booster.put("name", "dart");
                booster.set("gbtree", inner);
            }
            floats(booster, "weight_drop");
            JsonNode model = booster.has("gbtree") ? booster.path("gbtree").path("model") : booster.path("model");
            for (JsonNode tree : model.path("trees").values()) {
                FLOATS.forEach(name -> floats(tree, name));
            }
        }
        return JSON.writeValueAsBytes(copy);
    }

    private static void floats(JsonNode node, String name) {
        if (node instanceof ObjectNode object && object.get(name) instanceof ArrayNode list) {
            ArrayNode floats = JsonNodeFactory.instance.arrayNode(list.size());
            list.values().forEach(number -> floats.add(number.doubleValue()));
            object.set(name, floats);
        }
    }
}
