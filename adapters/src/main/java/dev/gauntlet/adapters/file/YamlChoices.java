package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Choice;
import dev.gauntlet.base.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Lists of plug-ins in YAML: ids, or maps of an id and parameters, such as {@code [{id: label-flip, share: 0.5}]}. */
public final class YamlChoices {
    private YamlChoices() {}

    /** Reads a list; problems are collected. Empty if the key is absent or not a list. */
    public static <P extends Plugin> Optional<List<Choice>> read(YamlMap map, String key, Class<P> kind) {
        Optional<JsonNode> node = map.get(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().isArray()) {
            map.problems()
                    .add("%s must be a list of ids, such as [some-id] or [{id: some-id, parameter: 0.5}]"
                            .formatted(map.at(key)));
            return Optional.empty();
        }
        List<Choice> choices = new ArrayList<>();
        for (JsonNode item : node.get().values()) {
            String place = "%s[%d]".formatted(map.at(key), choices.size());
            choices.add(choice(item, place, kind, map));
        }
        return Optional.of(choices);
    }

    /**
     * The same, with items that can be lists: {@code [a, [a, b]]} is a alone, and a and b together.
     *
     * @return the items, each a list of one or more
     */
    public static <P extends Plugin> Optional<List<List<Choice>>> readStacks(YamlMap map, String key, Class<P> kind) {
        Optional<JsonNode> node = map.get(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().isArray()) {
            map.problems()
                    .add(
                            "%s must be a list of ids, such as [some-id], [{id: some-id, parameter: 0.5}], or [some-id, [some-id, other-id]] for two together"
                                    .formatted(map.at(key)));
            return Optional.empty();
        }
        List<List<Choice>> stacks = new ArrayList<>();
        for (JsonNode item : node.get().values()) {
            String place = "%s[%d]".formatted(map.at(key), stacks.size());
            List<Choice> stack = new ArrayList<>();
            for (JsonNode one : item.isArray() ? item.values() : List.of(item)) {
                Choice choice = choice(one, place, kind, map);
                stack.add(choice);
            }
            if (stack.isEmpty()) {
                map.problems().add("%s is empty; list the ids to combine".formatted(place));
            } else {
                stacks.add(stack);
            }
        }
        return Optional.of(stacks);
    }

    private static <P extends Plugin> Choice choice(JsonNode item, String place, Class<P> kind, YamlMap map) {
        Choice choice = item.isObject() ? choice(item) : Choice.of(item.asString(""));
        map.problems().check(place, () -> choice.resolve(kind));
        return choice;
    }

    private static Choice choice(JsonNode node) {
        SortedMap<String, Object> parameters = new TreeMap<>();
        for (String name : node.propertyNames()) {
            JsonNode value = node.path(name);
            if (!name.equals("id")) {
                parameters.put(
                        name,
                        value.isNumber()
                                ? (Object) value.numberValue()
                                : value.isBoolean() ? (Object) value.booleanValue() : value.asString(""));
            }
        }
        return new Choice(node.path("id").asString(""), parameters);
    }

    /** A choice as {@link #read} reads it. */
    public static String text(Choice choice) {
        if (choice.parameters().isEmpty()) {
            return quoted(choice.id());
        }
        return choice.parameters().entrySet().stream()
                .map(e -> e.getKey() + ": "
                        + (e.getValue() instanceof String text ? quoted(text) : String.valueOf(e.getValue())))
                .collect(Collectors.joining(", ", "{id: " + quoted(choice.id()) + ", ", "}"));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
