package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A map in a YAML file with its location. Its getters collect problems instead of failing.
 *
 * @param place for example {@code features[3]}; empty at the top
 */
public record YamlMap(JsonNode node, String place, Problems problems) {
    /** Reports every unknown key. */
    public void allow(List<String> known) {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                problems.add("%s is not known%s; the keys here are %s"
                        .formatted(at(key), Problems.didYouMean(key, known), String.join(", ", known)));
            }
        }
    }

    public Optional<JsonNode> get(String key) {
        JsonNode found = node.get(key);
        return found == null || found.isNull() ? Optional.empty() : Optional.of(found);
    }

    /** A scalar as text; empty if it is absent or not a scalar. */
    public Optional<String> text(String key) {
        Optional<JsonNode> found = get(key);
        if (found.isPresent() && found.get().isContainer()) {
            problems.add(at(key) + " must be a single value");
            return Optional.empty();
        }
        return found.map(JsonNode::asString);
    }

    /** A list of scalars as texts; empty if absent. */
    public List<String> texts(String key) {
        Optional<JsonNode> found = get(key);
        if (found.isEmpty()) {
            return List.of();
        }
        if (!found.get().isArray()) {
            problems.add(at(key) + " must be a list");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : found.get().values()) {
            if (item.isContainer() || item.isNull()) {
                problems.add("%s[%d] must be a single value".formatted(at(key), texts.size()));
            }
            texts.add(item.isContainer() ? "" : item.asString());
        }
        return texts;
    }

    /** A number; {@code .inf} and {@code -.inf} are read too. */
    public double number(String key, double otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String plain = text.get().replaceFirst("^([+-]?)\\.?(?i:inf(inity)?)$", "$1Infinity");
        try {
            double value = Double.parseDouble(plain);
            if (!Double.isNaN(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like NaN
        }
        problems.add("%s must be a number, .inf or -.inf but is \"%s\"".formatted(at(key), text.get()));
        return otherwise;
    }

    /** As {@link #number(String, double)}; a value outside [low, high] is reported and not used. */
    public double number(String key, double otherwise, double low, double high) {
        double value = number(key, otherwise);
        try {
            return Require.between(at(key), value, low, high);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /** A whole number in [low, high]; anything else is reported and not used. */
    public int whole(String key, int otherwise, int low, int high) {
        double value = number(key, otherwise, low, high);
        if (value != StrictMath.rint(value)) {
            problems.add("%s must be a whole number but is %s".formatted(at(key), value));
            return otherwise;
        }
        return (int) value;
    }

    /** True or false. */
    public boolean truth(String key, boolean otherwise) {
        return Boolean.parseBoolean(choice(key, List.of("true", "false"), Boolean.toString(otherwise)));
    }

    /** One of these words. */
    public String choice(String key, List<String> words, String otherwise) {
        String word = text(key).orElse(otherwise);
        if (!words.contains(word)) {
            problems.add("%s must be one of %s but is %s%s"
                    .formatted(at(key), words, word, Problems.didYouMean(word, words)));
            return otherwise;
        }
        return word;
    }

    /** One of these constants, by its {@link #word}. */
    public <E extends Enum<E>> E choice(String key, E[] values, E otherwise) {
        String word = choice(key, Arrays.stream(values).map(YamlMap::word).toList(), word(otherwise));
        return Arrays.stream(values)
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElse(otherwise);
    }

    /** How a constant is written, for example {@code up-only}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A nested map with these keys; an empty one if it is absent. */
    public YamlMap child(String key, List<String> keys) {
        Optional<JsonNode> inner = get(key);
        if (inner.isPresent() && !inner.get().isObject()) {
            problems.add(at(key) + " must state " + String.join(", ", keys));
        }
        JsonNode empty = JsonNodeFactory.instance.objectNode();
        YamlMap map = new YamlMap(inner.filter(JsonNode::isObject).orElse(empty), at(key), problems);
        map.allow(keys);
        return map;
    }

    /** Whether all keys are present; a problem is reported if only some are. */
    public boolean all(List<String> keys) {
        List<String> missing = keys.stream().filter(key -> get(key).isEmpty()).toList();
        if (missing.size() < keys.size()) {
            missing.forEach(key -> problems.add(
                    "%s is missing; %s needs both %s".formatted(at(key), place, String.join(" and ", keys))));
        }
        return missing.isEmpty();
    }

    public String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }
}
