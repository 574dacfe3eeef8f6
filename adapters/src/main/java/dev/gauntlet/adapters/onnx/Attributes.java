package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The attributes of one node. Error messages name the node. */
final class Attributes {
    private final NodeProto node;
    private final Map<String, AttributeProto> byName = new HashMap<>();

    Attributes(NodeProto node) {
        this.node = node;
        node.getAttributeList().forEach(attribute -> byName.put(attribute.getName(), attribute));
    }

    /** The operator with the name of the node or, if it has none, of its output. */
    static String title(NodeProto node) {
        boolean named = !node.getName().isEmpty() || node.getOutputCount() == 0;
        return "node \"%s\" (%s%s)"
                .formatted(
                        named ? node.getName() : node.getOutput(0),
                        node.getDomain().isEmpty() ? "" : node.getDomain() + ".",
                        node.getOpType());
    }

    private Optional<AttributeProto> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    long whole(String name, long otherwise) {
        return find(name).map(AttributeProto::getI).orElse(otherwise);
    }

    double real(String name, double otherwise) {
        return find(name).map(attribute -> (double) attribute.getF()).orElse(otherwise);
    }

    String text(String name, String otherwise) {
        return find(name).map(attribute -> attribute.getS().toStringUtf8()).orElse(otherwise);
    }

    List<String> texts(String name) {
        return find(name)
                .map(attribute -> attribute.getStringsList().stream()
                        .map(text -> text.toStringUtf8())
                        .toList())
                .orElse(List.of());
    }

    List<Long> wholes(String name) {
        return find(name).map(AttributeProto::getIntsList).orElse(List.of());
    }

    /** The floats of an attribute, or the doubles of the tensor attribute with the same name. */
    double[] numbers(String name) {
        Optional<AttributeProto> tensor =
                find(name + "_as_tensor").or(() -> find(name).filter(AttributeProto::hasT));
        return tensor.map(attribute -> Tensors.numbers(attribute.getT()))
                .orElseGet(() -> find(name)
                        .map(attribute -> attribute.getFloatsList().stream()
                                .mapToDouble(Float::doubleValue)
                                .toArray())
                        .orElse(new double[0]));
    }

    void same(String name, long expected, long actual) {
        Require.that(expected == actual, "%s: %s must be %d but is %d", title(node), name, expected, actual);
    }

    /** An index into a list, checked against its size. */
    int index(String name, long value, int size) {
        Require.that(
                value >= 0 && value < size,
                "%s: %s contains %d, which is not in 0 to %d",
                title(node),
                name,
                value,
                size - 1);
        return (int) value;
    }

    Unconverted refuse(String problem) {
        return new Unconverted(title(node) + ": " + problem);
    }

    /** Checks a condition that only the conversion needs; the file can be valid without it. */
    void need(boolean holds, String problem) {
        if (!holds) {
            throw refuse(problem);
        }
    }

    /** Checks a condition that every valid file meets. */
    void sound(boolean holds, String problem) {
        Require.that(holds, title(node) + ": " + problem);
    }

    /** Numbers of the given length; a single number is repeated. */
    double[] each(String name, int length, double otherwise) {
        double[] found = numbers(name);
        if (found.length == length) {
            return found;
        }
        sound(found.length <= 1, Plural.format("%s has %d number[s] for %d input[s]", name, found.length, length));
        return DoubleStream.generate(() -> found.length == 0 ? otherwise : found[0])
                .limit(length)
                .toArray();
    }
}
