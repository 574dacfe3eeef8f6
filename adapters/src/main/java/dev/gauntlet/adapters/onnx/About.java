package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.adapters.foreign.InputFacts;
import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.base.Plural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the user should know about an ONNX file.
 *
 * @param inputs the graph inputs that are not constants, in order
 * @param texts the possible values of each string feature, by its index
 */
record About(ModelProto file, List<ValueInfoProto> inputs, Map<Integer, List<String>> texts) {
    private static final int LONGEST = 80;

    /** How many features a row has. */
    int width() {
        return inputs.stream().mapToInt(GraphReader::width).sum();
    }

    /** Which features have an integer type in the file. */
    boolean[] whole() {
        boolean[] whole = new boolean[width()];
        int first = 0;
        for (ValueInfoProto input : inputs) {
            Arrays.fill(whole, first, first + GraphReader.width(input), GraphReader.type(input) == Graph.LONG);
            first += GraphReader.width(input);
        }
        return whole;
    }

    /**
     * What the file states about the features. For a file exported by Gauntlet, this is the metadata written by the
     * export. Otherwise it is the names of the inputs that have one feature each, and the values of the string
     * features. A missing string is the empty string.
     */
    InputFacts facts() {
        Optional<InputFacts> stated = OwnFeatures.of(file, width());
        if (stated.isPresent()) {
            return stated.get();
        }
        List<String> names = new ArrayList<>();
        for (ValueInfoProto input : inputs) {
            int width = GraphReader.width(input);
            for (int j = 0; j < width; j++) {
                names.add(width == 1 && inputs.size() > 1 ? input.getName() : "");
            }
        }
        Map<Integer, Codes> codes = new TreeMap<>();
        texts.forEach((input, known) -> codes.put(input, new Codes(known, -1)));
        return new InputFacts(names, codes, -1);
    }

    /** Sentences on the producer, the operators with their counts, and the inputs. */
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
        int type = GraphReader.type(input);
        String kind = Map.of(Graph.FLOAT, "float", Graph.DOUBLE, "double", Graph.TEXT, "string")
                .getOrDefault(type, "integer");
        return Plural.format("\"%s\", %d %s[s] per row", shown(input.getName()), GraphReader.width(input), kind);
    }

    /** A name made safe for printing. */
    static String shown(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.isEmpty()
                ? "an unnamed program"
                : plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
