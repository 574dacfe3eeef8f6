package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The class names that a graph states. */
record Classes(GraphProto graph) {
    /**
     * The names from a ZipMap, from a classifier, or from the list that an ArrayFeatureExtractor takes the label from;
     * empty if there are none.
     */
    List<String> names() {
        return Stream.<Function<NodeProto, List<String>>>of(
                        node -> node.getOpType().equals("ZipMap") ? Classes.ofAttributes(node) : List.of(),
                        Classes::ofAttributes,
                        this::ofExtractor)
                .map(this::first)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(List.of());
    }

    private Optional<List<String>> first(Function<NodeProto, List<String>> names) {
        return graph.getNodeList().stream()
                .map(names)
                .filter(found -> found.size() > 1)
                .findFirst();
    }

    private static List<String> ofAttributes(NodeProto node) {
        return LinearOperators.labels(new Attributes(node));
    }

    private List<String> ofExtractor(NodeProto node) {
        return !node.getOpType().equals("ArrayFeatureExtractor") || node.getInputCount() == 0
                ? List.of()
                : graph.getInitializerList().stream()
                        .filter(tensor -> tensor.getName().equals(node.getInput(0)))
                        .findFirst()
                        .map(Classes::texts)
                        .orElse(List.of());
    }

    private static List<String> texts(TensorProto tensor) {
        if (tensor.getDataType() == TensorProto.DataType.STRING.getNumber()) {
            return tensor.getStringDataList().stream()
                    .map(ByteString::toStringUtf8)
                    .toList();
        }
        boolean whole =
                tensor.getDataType() == Graph.LONG || tensor.getDataType() == TensorProto.DataType.INT32.getNumber();
        return whole
                ? Arrays.stream(Tensors.numbers(tensor))
                        .mapToObj(n -> String.valueOf((long) n))
                        .toList()
                : List.of();
    }
}
