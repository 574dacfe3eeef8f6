package dev.gauntlet.adapters.lightgbm;

import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.adapters.foreign.Json;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts behind category codes. LightGBM's Python package keeps them as {@code pandas_categorical}: a list per column of
 * pandas type {@code category}, in the order of the columns; it turns a text that is not in the list into a missing value.
 *
 * @param pandas the lists; empty if there are none
 * @param inputs the inputs that the file calls categories, in order
 */
record LightGbmCategories(List<List<String>> pandas, SortedSet<Integer> inputs) {
    private static final String FORMAT = "LightGBM model";
    private static final JsonMapper JSON = new JsonMapper();

    LightGbmCategories {
        pandas = List.copyOf(pandas);
    }

    /** What is found in the lines of a text file. */
    static final class Lines {
        private static final String PANDAS = "pandas_categorical:";
        private static final String PARAMETER = "[categorical_feature: ";

        private List<List<String>> pandas = List.of();
        private final SortedSet<Integer> inputs = new TreeSet<>();

        void add(String line) {
            if (line.startsWith(PANDAS)) {
                pandas = pandas(line.substring(PANDAS.length()));
            } else if (line.startsWith(PARAMETER) && line.endsWith("]")) {
                for (String number :
                        line.substring(PARAMETER.length(), line.length() - 1).split(",", -1)) {
                    if (number.strip().matches("\\d{1,7}")) {
                        inputs.add(Integer.parseInt(number.strip()));
                    }
                }
            }
        }

        /**
         * All of it.
         *
         * @param infos per feature its range in brackets, or categories between colons
         */
        LightGbmCategories found(String infos) {
            String[] each = infos.strip().split(" ", -1);
            for (int j = 0; j < each.length; j++) {
                if (each[j].matches("-?\\d+(:-?\\d+)*")) {
                    inputs.add(j);
                }
            }
            return new LightGbmCategories(pandas, inputs);
        }
    }

    /** The same of a JSON file. */
    static LightGbmCategories of(Json root) {
        SortedSet<Integer> inputs = new TreeSet<>();
        List<Json> names = root.at("feature_names").list();
        for (int j = 0; j < names.size() && root.has("feature_infos"); j++) {
            JsonNode info = root.at("feature_infos").node().path(names.get(j).text());
            if (!info.path("values").isEmpty()) {
                inputs.add(j);
            }
        }
        return new LightGbmCategories(
                root.has("pandas_categorical")
                        ? pandas(root.at("pandas_categorical").node())
                        : List.of(),
                inputs);
    }

    /** The lists in the last line of a text file. */
    static List<List<String>> pandas(String json) {
        try {
            return pandas(JSON.readTree(json));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    FORMAT + ": pandas_categorical is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The lists, or none where there is {@code null}. */
    static List<List<String>> pandas(JsonNode lists) {
        List<List<String>> all = new ArrayList<>();
        for (JsonNode list : lists.values()) {
            List<String> texts = new ArrayList<>();
            list.values().forEach(value -> texts.add(text(value)));
            Require.that(
                    new HashSet<>(texts).size() == texts.size(),
                    FORMAT + ": pandas_categorical states one category twice");
            all.add(texts);
        }
        return all;
    }

    private static String text(JsonNode value) {
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        return whole ? String.valueOf(value.longValue()) : value.asString("");
    }

    /**
     * The codes of every input that is a category.
     *
     * @param split the inputs that splits by category look at
     */
    Map<Integer, Codes> codes(SortedSet<Integer> split) {
        SortedSet<Integer> all = new TreeSet<>(inputs);
        all.addAll(split);
        Map<Integer, Codes> codes = new TreeMap<>();
        all.forEach(input -> codes.put(input, new Codes(List.of(), Double.NaN)));
        if (pandas.isEmpty()) {
            return codes;
        }
        Require.that(
                pandas.size() == all.size(),
                FORMAT
                        + Plural.format(
                                ": pandas_categorical lists the texts of %d column[s], but %d input[s] [is a category|are categories] (%s), so the mapping is",
                                pandas.size(), all.size(), all)
                        + " not known; train it with all of them as columns of pandas type category");
        int k = 0;
        for (int input : all) {
            codes.put(input, new Codes(pandas.get(k++), Double.NaN));
        }
        return codes;
    }
}
