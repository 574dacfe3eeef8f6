package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A place in a JSON file, with messages that name it.
 *
 * @param format stands before each message, for example {@code LightGBM model}
 * @param path the names that lead here, for example {@code trees[3].left}
 */
public record Json(String format, String path, JsonNode node) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The root of a file.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    public static Json of(String format, byte[] content) {
        try {
            JsonNode root = MAPPER.readTree(content);
            Require.that(root != null && root.isObject(), format + ": this is no JSON object");
            return new Json(format, "", root);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    format + ": this is not JSON, or cut short: " + e.getOriginalMessage(), e);
        }
    }

    public boolean has(String name) {
        return node.has(name) && !node.get(name).isNull();
    }

    public Json at(String name) {
        JsonNode found = node.get(name);
        String place = path.isEmpty() ? name : path + "." + name;
        if (found == null) {
            throw new IllegalArgumentException("%s: %s is missing".formatted(format, place));
        }
        return new Json(format, place, found);
    }

    /** The entries of a list. */
    public List<Json> list() {
        need(node.isArray(), "a list");
        List<Json> entries = new ArrayList<>();
        for (JsonNode entry : node.values()) {
            entries.add(new Json(format, "%s[%d]".formatted(path, entries.size()), entry));
        }
        return entries;
    }

    public double number() {
        need(node.isNumber(), "a number");
        return node.doubleValue();
    }

    /** A whole number from 0. */
    public int count() {
        double number = number();
        need(number == Math.rint(number) && number >= 0 && number <= Integer.MAX_VALUE, "a whole number from 0");
        return (int) number;
    }

    public double[] numbers() {
        need(node.isArray(), "a list");
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode entry = node.get(i);
            if (!entry.isNumber()) {
                throw new IllegalArgumentException(
                        "%s: %s[%d] must be a number but is %s".formatted(format, path, i, entry));
            }
            numbers[i] = entry.doubleValue();
        }
        return numbers;
    }

    /** Finite numbers, one or more. */
    public double[] finite() {
        double[] numbers = numbers();
        Require.that(
                numbers.length > 0 && Arrays.stream(numbers).allMatch(Double::isFinite),
                "%s: %s must hold finite numbers".formatted(format, path));
        return numbers;
    }

    public String text() {
        return node.asString("");
    }

    public IllegalArgumentException refuse(String problem) {
        return new IllegalArgumentException("%s: %s %s".formatted(format, path, problem));
    }

    private void need(boolean holds, String what) {
        if (!holds) {
            String said = node.toString();
            throw refuse(
                    "must be %s but is %s".formatted(what, said.length() > 60 ? said.substring(0, 60) + "..." : said));
        }
    }
}
