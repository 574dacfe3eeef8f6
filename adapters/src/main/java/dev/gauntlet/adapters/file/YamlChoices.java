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

    /** What a key of a map lists, everything wrong with it noted; empty if the key is absent or no list. */
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
            Choice choice = item.isObject() ? choice(item) : Choice.of(item.asString(""));
            map.problems().check(place, () -> choice.resolve(kind));
            choices.add(choice);
        }
        return Optional.of(choices);
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
