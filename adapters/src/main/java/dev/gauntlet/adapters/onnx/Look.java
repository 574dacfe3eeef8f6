package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Static analysis of an ONNX file before a runtime loads it: custom operators, subgraphs, and bytes that no output
 * depends on.
 */
public final class Look {
    private static final Set<String> STANDARD = Set.of("", "ai.onnx", "ai.onnx.ml");
    /** Unused content below this size is not reported, in bytes. */
    private static final int SMALL = 1 << 16;

    private Look() {}

    /**
     * One sentence per finding; empty if there are none.
     *
     * @throws IllegalArgumentException if it is not an ONNX file, is truncated, or stores tensors in other files
     */
    public static List<String> at(byte[] content) {
        ModelProto file = OnnxModel.parsed(content);
        GraphProto graph = file.getGraph();
        List<String> found = new ArrayList<>();
        Set<String> foreign = new TreeSet<>();
        Set<String> inner = new TreeSet<>();
        for (NodeProto node : graph.getNodeList()) {
            if (!STANDARD.contains(node.getDomain())) {
                foreign.add(About.shown(node.getDomain() + "." + node.getOpType()));
            }
            boolean holds = node.getAttributeList().stream()
                    .map(AttributeProto::getType)
                    .anyMatch(type ->
                            type == AttributeProto.AttributeType.GRAPH || type == AttributeProto.AttributeType.GRAPHS);
            if (holds) {
                inner.add(About.shown(node.getOpType()));
            }
        }
        if (!foreign.isEmpty()) {
            found.add("operators that the ONNX standard does not define: %s".formatted(some(foreign)));
        }
        if (!inner.isEmpty()) {
            found.add("operators that run a graph of their own, for any number of steps: %s".formatted(some(inner)));
        }
        if (file.getFunctionsCount() > 0) {
            found.add("functions that the file defines: %d".formatted(file.getFunctionsCount()));
        }
        bytes(file, found);
        return found;
    }

    private static void bytes(ModelProto file, List<String> found) {
        GraphProto graph = file.getGraph();
        Set<String> read = new HashSet<>();
        graph.getNodeList().forEach(node -> read.addAll(node.getInputList()));
        graph.getOutputList().forEach(output -> read.add(output.getName()));
        boolean whole = graph.getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .noneMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
        long idle = graph.getInitializerList().stream()
                .filter(tensor -> whole && !read.contains(tensor.getName()))
                .mapToLong(tensor -> tensor.getSerializedSize())
                .sum();
        long texts = (long) file.getDocString().length() + graph.getDocString().length();
        texts += file.getMetadataPropsList().stream()
                .mapToLong(entry -> entry.getSerializedSize())
                .sum();
        long unknown = (long) file.getUnknownFields().getSerializedSize()
                + graph.getUnknownFields().getSerializedSize();
        add(found, idle, SMALL, "tensors that no node reads");
        add(found, texts, SMALL, "descriptions and metadata");
        add(found, unknown, 1, "fields that ONNX does not define");
    }

    private static void add(List<String> found, long bytes, int least, String what) {
        if (bytes >= least) {
            found.add("%d bytes in %s".formatted(bytes, what));
        }
    }

    private static String some(Set<String> names) {
        int most = 8;
        return names.stream().limit(most).collect(Collectors.joining(", "))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }
}
