package dev.gauntlet.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gauntlet.adapters.foreign.Agreement;
import dev.gauntlet.adapters.foreign.Probes;
import dev.gauntlet.base.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** ONNX files written by hand. */
final class OnnxFiles {
    private OnnxFiles() {}

    /** A model of nodes that are written by hand. */
    static byte[] file(int type, int width, List<String> outputs, Consumer<Graph> nodes) {
        Graph graph = new Graph();
        graph.input("x", type, width);
        nodes.accept(graph);
        GraphProto.Builder built = graph.build().toBuilder();
        // A tensor is named by its operator and number; outputs name those.
        outputs.forEach(output ->
                built.addOutput(ai.onnx.proto.OnnxMl.ValueInfoProto.newBuilder().setName(output)));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("by hand")
                .setGraph(built)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(Graph.ML).setVersion(3))
                .build()
                .toByteArray();
    }

    static AttributeProto floats(String name, double... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        Arrays.stream(values).forEach(value -> attribute.addFloats((float) value));
        return attribute.build();
    }

    static AttributeProto real(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto texts(String name, String... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
        Arrays.stream(values).forEach(value -> attribute.addStrings(ByteString.copyFromUtf8(value)));
        return attribute.build();
    }

    static AttributeProto longs(String name, Long... values) {
        return Graph.attribute(name, List.of(values));
    }

    static double agrees(byte[] file) {
        OnnxModel model = OnnxModel.read(file);
        Agreement agreement =
                model.agreement(new Probes(model.model()).rows(1000, Seed.of(1).rng()));
        assertThat(agreement.isFaithful()).as(agreement.sentence()).isTrue();
        return agreement.largest();
    }

    static String floatTensor(Graph graph, double[] values, long... shape) {
        return graph.constant(Graph.floats(values).toBuilder()
                .clearDims()
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .build());
    }

    /** A file for the operator sets of ai.onnx 21 and ai.onnx.ml 5. */
    static byte[] opset5(byte[] file) {
        try {
            return ModelProto.parseFrom(file).toBuilder()
                    .setIrVersion(10)
                    .clearOpsetImport()
                    .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
                    .addOpsetImport(
                            OperatorSetIdProto.newBuilder().setDomain(Graph.ML).setVersion(5))
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
