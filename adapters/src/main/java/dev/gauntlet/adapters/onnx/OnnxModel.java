package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A model that another program wrote as ONNX, once it is one of our kernels. */
public final class OnnxModel {
    private final ModelProto file;
    private final List<ValueInfoProto> inputs;
    private final String output;
    private final Outcome outcome;

    private OnnxModel(ModelProto file, List<ValueInfoProto> inputs, String output, Outcome outcome) {
        this.file = file;
        this.inputs = inputs;
        this.output = output;
        this.outcome = outcome;
    }

    /**
     * Converts a model file.
     *
     * @throws IllegalArgumentException if it is no ONNX file, is cut short, or holds what cannot be converted, which is named
     *     by operator and node
     */
    public static OnnxModel read(byte[] content) {
        ModelProto file;
        try {
            file = ModelProto.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("ONNX model: this is no ONNX file, or cut short: " + e.getMessage(), e);
        }
        GraphProto graph = file.getGraph();
        Require.that(
                file.getIrVersion() > 0 && graph.getNodeCount() > 0,
                "ONNX model: this is no ONNX file, or cut short: it has no nodes");
        Require.that(
                !file.getProducerName().equals(OnnxExport.PRODUCER),
                "ONNX model: Gauntlet exported it; use the bundle it was made from");
        try {
            Walk walk = Walk.through(graph);
            for (ValueInfoProto output : graph.getOutputList()) {
                Object value = walk.value(output.getName());
                Outcome outcome = value instanceof Stack stack
                        ? new Endings(stack).outcome()
                        : value instanceof Outcome other ? other : null;
                if (outcome != null && outcome.kind() != Kind.LABEL) {
                    return new OnnxModel(file, walk.inputs(), output.getName(), outcome);
                }
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("ONNX model: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("ONNX model: none of its outputs is a score, a probability or a quantity");
    }

    /** The kernel with what the file says of it. */
    public ForeignModel model() {
        List<String> names = new ArrayList<>();
        for (ValueInfoProto input : inputs) {
            int width = Walk.width(input);
            for (int j = 0; j < width; j++) {
                names.add(width == 1 ? input.getName() : "");
            }
        }
        List<String> notes = new ArrayList<>();
        notes.add("written by %s: %s".formatted(shown(file.getProducerName()), operators()));
        notes.add("takes %s".formatted(inputs.stream().map(OnnxModel::taken).collect(Collectors.joining(", "))));
        notes.add("gives \"%s\": %s".formatted(shown(output), given()));
        return new ForeignModel("onnx", outcome.kernel(), outcome.encoding(), names, outcome.labels(), notes);
    }

    private static String taken(ValueInfoProto input) {
        int type = Walk.type(input);
        return "\"%s\", %d %s a row"
                .formatted(
                        shown(input.getName()),
                        Walk.width(input),
                        type == Graph.FLOAT ? "floats" : type == Graph.DOUBLE ? "doubles" : "whole numbers");
    }

    private String given() {
        return switch (outcome.kind()) {
            case LOGITS -> "a logit per class";
            case SHARES -> "a probability per class";
            case LOGIT -> "one number without a bend, which is taken for the log-odds of malice";
            case CHANCE -> "the probability of malice";
            case REST -> "the probability of the benign";
            default -> "a quantity";
        };
    }

    /** How often each operator occurs. */
    private String operators() {
        Map<String, Long> counts = file.getGraph().getNodeList().stream()
                .collect(Collectors.groupingBy(NodeProto::getOpType, java.util.TreeMap::new, Collectors.counting()));
        String all = counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return outcome.kernel() instanceof TreeEnsemble trees
                ? "%s, %d nodes in trees, of which there are %d".formatted(all, trees.nodes(), trees.trees())
                : all;
    }

    private static String shown(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.isEmpty() ? "an unnamed program" : plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }

    ModelProto file() {
        return file;
    }

    List<ValueInfoProto> inputs() {
        return inputs;
    }

    String output() {
        return output;
    }

    Outcome outcome() {
        return outcome;
    }
}
