package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A place in a JSON file, with messages that name it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Takes {@code NaN}, which is not JSON, for a number; XGBoost 1.5 to 2.1 writes it. */
    private static final JsonMapper LENIENT =
            MAPPER.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final String format;
    private final @Nullable Json parent;
    private final String name;
    private final JsonNode node;

    private Json(String format, @Nullable Json parent, String name, JsonNode node) {
        this.format = format;
        this.parent = parent;
        this.name = name;
        this.node = node;
    }

    /**
     * A place from which others are reached.
     *
     * @param format prefix of each message, for example {@code LightGBM model}
     * @param name of the place
     */
    public static Json at(String format, String name, JsonNode node) {
        return new Json(format, null, name, node);
    }

    /**
     * The root of a file.
     *
     * @throws IllegalArgumentException if it is not a JSON object, or larger than there is memory
     */
    public static Json of(String format, byte[] content) {
        return of(format, content, MAPPER);
    }

    /** The root of a file in which {@code NaN} is a number. */
    public static Json lenient(String format, byte[] content) {
        return of(format, content, LENIENT);
    }

    private static Json of(String format, byte[] content, JsonMapper mapper) {
        Room.needJson(format, content);
        try {
            JsonNode root = mapper.readTree(content);
            Require.that(root != null && root.isObject(), format + ": this is not a JSON object");
            return at(format, "", root);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    format + ": this is not JSON, or truncated: " + e.getOriginalMessage(), e);
        }
    }

    public JsonNode node() {
        return node;
    }

    /** The names that lead here, for example {@code trees[3].left}. */
    public String path() {
        Deque<String> names = new ArrayDeque<>();
        for (Json at = this; at != null; at = at.parent) {
            names.push(at.name);
        }
        String path = String.join("", names);
        return path.startsWith(".") ? path.substring(1) : path;
    }

    public boolean has(String child) {
        return node.has(child) && !node.get(child).isNull();
    }

    public Json at(String child) {
        JsonNode found = node.get(child);
        if (found == null) {
            String before = path();
            throw new IllegalArgumentException(
                    "%s: %s is missing".formatted(format, before.isEmpty() ? child : before + "." + child));
        }
        return new Json(format, this, "." + child, found);
    }

    /**
     * Refuses an object with a field that is not known here, and may change what the model answers.
     *
     * @throws IllegalArgumentException naming the first of them
     */
    public void allow(Collection<String> known) {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                String before = path();
                String place = before.isEmpty() ? name : before + "." + name;
                throw new IllegalArgumentException(
                        "%s: %s is not known and may change its answers; leave it out if it does not (known: %s)"
                                .formatted(format, place, String.join(", ", known)));
            }
        }
    }

    /** The entries of a list. */
    public List<Json> list() {
        need(node.isArray(), "a list");
        List<Json> entries = new ArrayList<>();
        for (JsonNode entry : node.values()) {
            entries.add(new Json(format, this, "[" + entries.size() + "]", entry));
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
                        "%s: %s[%d] must be a number but is %s".formatted(format, path(), i, shown(entry)));
            }
            numbers[i] = entry.doubleValue();
        }
        return numbers;
    }

    /** Finite numbers, one or more. */
    public double[] finite() {
        double[] numbers = numbers();
        if (numbers.length == 0 || !Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw refuse("must contain finite numbers");
        }
        return numbers;
    }

    public String text() {
        return node.asString("");
    }

    public IllegalArgumentException refuse(String problem) {
        return new IllegalArgumentException("%s: %s %s".formatted(format, path(), problem));
    }

    private void need(boolean holds, String what) {
        if (!holds) {
            throw refuse("must be %s but is %s".formatted(what, shown(node)));
        }
    }

    private static String shown(JsonNode node) {
        if (node.isContainer()) {
            return node.isEmpty() ? node.toString() : node.isArray() ? "a list" : "an object";
        }
        String said = node.toString();
        return said.length() > 60 ? said.substring(0, 60) + "..." : said;
    }
}
