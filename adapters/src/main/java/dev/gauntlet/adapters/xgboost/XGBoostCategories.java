package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.base.Require;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The values of category codes, which XGBoost 3.1 and later stores as {@code cats} in a model: for each feature the
 * values in the order of their codes, either strings as UTF-8 bytes with offsets, or numbers.
 */
final class XGBoostCategories {
    private XGBoostCategories() {}

    /**
     * The codes of the categorical inputs: those of type {@code c}, those used by categorical splits, and those with
     * stated values.
     *
     * @param model the object that may contain {@code cats}
     * @param types the feature types; empty if they are not stated
     * @param split the inputs used by categorical splits
     */
    static Map<Integer, Codes> of(XGBoostFields model, List<String> types, List<Integer> split, int inputs) {
        Map<Integer, Codes> codes = new TreeMap<>();
        split.forEach(input -> codes.put(input, new Codes(List.of(), -1)));
        for (int j = 0; j < types.size(); j++) {
            if (types.get(j).equals("c")) {
                codes.put(j, new Codes(List.of(), -1));
            }
        }
        JsonNode stated = model.has("cats")
                ? model.at("cats").node().path("enc")
                : model.node().path("cats");
        Require.that(
                stated.isEmpty() || stated.size() == inputs,
                "XGBoost model: cats has %d entr[y|ies] for %d feature[s]",
                stated.size(),
                inputs);
        int input = 0;
        for (JsonNode values : stated.values()) {
            List<String> texts = texts(values, "cats.enc[%d]".formatted(input));
            if (!texts.isEmpty()) {
                codes.put(input, new Codes(texts, -1));
            }
            input++;
        }
        return codes;
    }

    private static List<String> texts(JsonNode values, String place) {
        XGBoostFields fields = new XGBoostFields(values, place);
        if (!fields.has("values")) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (fields.has("offsets")) {
            int[] offsets = fields.ints("offsets");
            int[] numbers = fields.ints("values");
            byte[] bytes = new byte[numbers.length];
            for (int k = 0; k < bytes.length; k++) {
                fields.need(numbers[k] >= Byte.MIN_VALUE && numbers[k] < 256, "values", numbers[k]);
                bytes[k] = (byte) numbers[k];
            }
            for (int k = 0; k + 1 < offsets.length; k++) {
                fields.need(
                        offsets[k] >= 0 && offsets[k] <= offsets[k + 1] && offsets[k + 1] <= bytes.length,
                        "offsets",
                        offsets[k + 1]);
                texts.add(new String(bytes, offsets[k], offsets[k + 1] - offsets[k], StandardCharsets.UTF_8));
            }
        } else {
            for (int number : fields.ints("values")) {
                texts.add(String.valueOf(number));
            }
        }
        Require.that(new HashSet<>(texts).size() == texts.size(), "XGBoost model: %s states one category twice", place);
        return texts;
    }
}
