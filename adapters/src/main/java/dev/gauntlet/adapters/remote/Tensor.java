package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Answers of the Open Inference Protocol: a tensor with data in row-major order, flat or nested. */
final class Tensor {
    private Tensor() {}

    /** A tensor of a response: the one with this name, or the first. */
    static Endpoint.Reply read(JsonNode root, Optional<String> wanted, int size) throws Trouble {
        List<JsonNode> outputs =
                StreamSupport.stream(root.path("outputs").spliterator(), false).toList();
        Optional<JsonNode> output = outputs.stream()
                .filter(o ->
                        wanted.isEmpty() || wanted.get().equals(o.path("name").asString("")))
                .findFirst();
        if (output.isEmpty()) {
            throw Trouble.lasting("its answer has no output%s; it has %s"
                    .formatted(
                            wanted.map(name -> " " + name).orElse("s"),
                            Trouble.quoted(outputs.stream()
                                    .map(o -> o.path("name").asString("?"))
                                    .toList()
                                    .toString())));
        }
        List<JsonNode> values = new ArrayList<>();
        boolean points = output.get().path("datatype").asString("").startsWith("FP");
        flatten(output.get().path("data"), points, values);
        if (values.isEmpty() || values.size() % size != 0) {
            throw Trouble.lasting(
                    Plural.format("it was sent %d row[s] and returned %d number[s]", size, values.size()));
        }
        int width = values.size() / size;
        JsonNode shape = output.get().path("shape");
        if (shape.isArray() && shape.path(0).asInt(size) != size) {
            throw Trouble.lasting(
                    Plural.format("it was sent %d row[s] and returned a tensor of shape %s", size, shape));
        }
        List<JsonNode> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            ArrayNode item = JsonNodeFactory.instance.arrayNode(width);
            item.addAll(values.subList(i * width, (i + 1) * width));
            items.add(item);
        }
        return new Endpoint.Reply(Optional.empty(), items);
    }

    /**
     * All values in order. Values of a floating-point type are read as floats even if they are written without a
     * decimal point.
     */
    private static void flatten(JsonNode node, boolean points, List<JsonNode> values) {
        if (node.isArray()) {
            node.values().forEach(inner -> flatten(inner, points, values));
        } else if (!node.isMissingNode()) {
            values.add(points && node.isNumber() ? JsonNodeFactory.instance.numberNode(node.doubleValue()) : node);
        }
    }
}
