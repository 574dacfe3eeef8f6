package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the user should know of an ONNX file.
 *
 * @param inputs those that are no constants, in their order
 * @param texts of each feature that is one, what it can be
 */
record About(ModelProto file, List<ValueInfoProto> inputs, Map<Integer, List<String>> texts) {
    private static final int LONGEST = 80;

    /** How many features a row has. */
    int width() {
        return inputs.stream().mapToInt(Walk::width).sum();
    }

    /** Which features are whole numbers in the file. */
    boolean[] whole() {
        boolean[] whole = new boolean[width()];
        int first = 0;
        for (ValueInfoProto input : inputs) {
            Arrays.fill(whole, first, first + Walk.width(input), Walk.type(input) == Graph.LONG);
            first += Walk.width(input);
        }
        return whole;
    }

    /**
     * What is stated about the features: what Gauntlet's export states, else names of those that have an input of their own beside others, and texts. A missing
     * text is the empty one.
     */
    InputFacts facts() {
        Optional<InputFacts> stated = OwnFeatures.of(file, width());
        if (stated.isPresent()) {
            return stated.get();
        }
        List<String> names = new ArrayList<>();
        for (ValueInfoProto input : inputs) {
            int width = Walk.width(input);
            for (int j = 0; j < width; j++) {
                names.add(width == 1 && inputs.size() > 1 ? input.getName() : "");
            }
        }
        Map<Integer, Codes> codes = new TreeMap<>();
        texts.forEach((input, known) -> codes.put(input, new Codes(known, -1)));
        return new InputFacts(names, codes, -1);
    }

    /** What wrote it, how often each operator occurs, and what it takes: a sentence each. */
    List<String> sentences() {
        Map<String, Long> counts = file.getGraph().getNodeList().stream()
                .collect(Collectors.groupingBy(NodeProto::getOpType, TreeMap::new, Collectors.counting()));
        String operators = counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return List.of(
                "written by %s: %s".formatted(shown(file.getProducerName()), operators),
                "takes %s".formatted(inputs.stream().map(About::taken).collect(Collectors.joining(", "))));
    }

    private static String taken(ValueInfoProto input) {
        int type = Walk.type(input);
        String kind = Map.of(Graph.FLOAT, "floats", Graph.DOUBLE, "doubles", Graph.TEXT, "texts")
                .getOrDefault(type, "whole numbers");
        return "\"%s\", %d %s a row".formatted(shown(input.getName()), Walk.width(input), kind);
    }

    /** A name that can be printed. */
    static String shown(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.isEmpty()
                ? "an unnamed program"
                : plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
