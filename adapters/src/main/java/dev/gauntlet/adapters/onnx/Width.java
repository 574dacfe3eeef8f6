package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The number of features of a model file whose input does not state it. Converters write such files if they are not
 * given a width.
 *
 * @param file with the width filled in
 * @param note the width that was assumed; empty if the file states it
 */
record Width(ModelProto file, Optional<String> note) {
    private static final String TREES = "nodes_featureids";

    /**
     * Fills in the width if exactly one input has none.
     *
     * @param all the number of features, if the user states it
     */
    static Width of(ModelProto file, Optional<Integer> all) {
        GraphProto graph = file.getGraph();
        Set<String> constants = graph.getInitializerList().stream()
                .map(tensor -> tensor.getName())
                .collect(Collectors.toSet());
        List<Integer> inputs = IntStream.range(0, graph.getInputCount())
                .filter(k -> !constants.contains(graph.getInput(k).getName()))
                .boxed()
                .toList();
        List<Integer> open =
                inputs.stream().filter(k -> isOpen(graph.getInput(k))).toList();
        if (open.size() != 1) {
            return new Width(file, Optional.empty());
        }
        int place = open.get(0);
        ValueInfoProto input = graph.getInput(place);
        Optional<Integer> stated = all.map(width -> width
                - inputs.stream()
                        .filter(k -> k != place)
                        .mapToInt(k -> GraphReader.width(graph.getInput(k)))
                        .sum());
        Optional<Integer> least = needed(graph, input.getName());
        return stated.filter(found -> found > 0)
                .or(() -> least)
                .map(found -> new Width(with(file, place, found), Optional.of(said(found, stated.isPresent(), least))))
                .orElse(new Width(file, Optional.empty()));
    }

    private static String said(int width, boolean stated, Optional<Integer> least) {
        String unstated = "the file does not state how many features a row has; ";
        String first = least.filter(found -> found < width)
                .map("; its nodes use only the first %d"::formatted)
                .orElse("");
        return unstated
                + (stated
                        ? "%d, as in the schema%s".formatted(width, first)
                        : "%d, the smallest number that its nodes allow; state the width in --schema".formatted(width));
    }

    private static boolean isOpen(ValueInfoProto input) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        return shape.getDimCount() == 2 && shape.getDim(1).getDimValue() == 0;
    }

    /**
     * The minimum width that the nodes reading an input require: the length of their per-feature attributes, or the
     * largest feature index of trees.
     */
    private static Optional<Integer> needed(GraphProto graph, String input) {
        int least = 0;
        for (NodeProto node : graph.getNodeList()) {
            if (!node.getInputList().contains(input)) {
                continue;
            }
            Attributes attributes = new Attributes(node);
            for (long feature : attributes.wholes(TREES)) {
                least = (int) Math.max(least, Math.min(feature, Integer.MAX_VALUE - 1) + 1);
            }
            for (String each : List.of("offset", "scale", "imputed_value_floats")) {
                int numbers = attributes.numbers(each).length;
                least = Math.max(least, numbers > 1 ? numbers : 0);
            }
        }
        return least == 0 ? Optional.empty() : Optional.of(least);
    }

    private static ModelProto with(ModelProto file, int place, int width) {
        ValueInfoProto.Builder input = file.getGraph().getInput(place).toBuilder();
        input.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(width);
        return file.toBuilder()
                .setGraph(file.getGraph().toBuilder().setInput(place, input))
                .build();
    }
}
