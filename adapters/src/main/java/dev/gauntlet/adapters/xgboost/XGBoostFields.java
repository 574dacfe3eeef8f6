package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an object in an XGBoost model. Numbers are JSON numbers or strings.
 *
 * @param place the location for error messages
 */
record XGBoostFields(JsonNode node, String place) {
    boolean has(String name) {
        return node.has(name) && !node.get(name).isNull();
    }

    XGBoostFields at(String name) {
        return new XGBoostFields(child(name), name);
    }

    String text(String name) {
        return child(name).asString("?");
    }

    double[] numbers(String name) {
        JsonNode list = child(name);
        double[] numbers = new double[list.size()];
        int i = 0;
        for (JsonNode item : list.values()) {
            if (!item.isNumber() && !item.isBoolean()) {
                throw new IllegalArgumentException("XGBoost model: %s: %s[%d] must be a number but is %s"
                        .formatted(place, name, i, shown(item.toString())));
            }
            numbers[i++] = item.isBoolean() ? (item.booleanValue() ? 1 : 0) : item.doubleValue();
        }
        return numbers;
    }

    int[] ints(String name) {
        double[] numbers = numbers(name);
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) numbers[i];
            need(ints[i] == numbers[i], name, numbers[i]);
        }
        return ints;
    }

    /** A number that is written as a string. */
    double number(String name) {
        double[] numbers = list(name);
        Require.that(
                numbers.length == 1, "XGBoost model: %s must be one number but is \"%s\"", name, shown(text(name)));
        return numbers[0];
    }

    /** A count that is written as a string; 0 if it is not stated. */
    int count(String name, int least) {
        double number = has(name) ? number(name) : 0;
        need(number >= least && number <= Predictor.MOST_INPUTS && number == Math.rint(number), name, number);
        return (int) number;
    }

    /** The numbers in a string, which has brackets since version 3.0. */
    double[] list(String name) {
        String text = text(name);
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return Stream.of(bare.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "XGBoost model: %s must be one number but is \"%s\"".formatted(name, shown(text)), e);
        }
    }

    /** Refuses trees whose leaves contain several numbers. */
    void refuseVectors() {
        int size = has("tree_param") ? at("tree_param").count("size_leaf_vector", 0) : 0;
        Require.that(
                size < 2,
                "XGBoost model: %s is a multi-output tree (multi_strategy multi_output_tree, %d numbers a leaf), which is not supported",
                place,
                size);
    }

    void need(boolean holds, String name, double found) {
        if (!holds) {
            throw new IllegalArgumentException("XGBoost model: %s: %s contains %s, which is not possible"
                    .formatted(place, name, found == Math.rint(found) ? "%.0f".formatted(found) : found));
        }
    }

    private JsonNode child(String name) {
        JsonNode found = node.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "XGBoost model: \"" + name + "\" is missing; this is not an XGBoost JSON model");
        }
        return found;
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
