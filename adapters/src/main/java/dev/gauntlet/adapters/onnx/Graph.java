package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An ONNX graph in the making. Every method that adds something returns the name of the tensor it makes. */
final class Graph {
    static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    static final int TEXT = TensorProto.DataType.STRING.getNumber();
    static final int DOUBLE = TensorProto.DataType.DOUBLE.getNumber();
    static final int LONG = TensorProto.DataType.INT64.getNumber();
    static final int BYTE = TensorProto.DataType.UINT8.getNumber();
    static final int BOOL = TensorProto.DataType.BOOL.getNumber();
    static final String ML = "ai.onnx.ml";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("detector");
    private int tensors;

    /** A node of the main operator set with one output. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    String node(String operator, List<AttributeProto> attributes, String... inputs) {
        return add("", operator, attributes, inputs);
    }

    /** A node of the operator set for machine learning. */
    String mlNode(String operator, List<AttributeProto> attributes, String... inputs) {
        return add(ML, operator, attributes, inputs);
    }

    private String add(String domain, String operator, List<AttributeProto> attributes, String... inputs) {
        String output = "%s_%d".formatted(operator, tensors++);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(domain)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .addAllAttribute(attributes));
        return output;
    }

    /** A node that names its own inputs and outputs. */
    void raw(NodeProto node) {
        graph.addNode(node);
    }

    String cast(String tensor, int type) {
        return node("Cast", List.of(attribute("to", type)), tensor);
    }

    /** A constant of one double. */
    String number(double value) {
        return numbers(new double[] {value});
    }

    /** A constant of doubles; without a shape it has one axis. */
    String numbers(double[] values, long... shape) {
        return constant(doubles(values, shape));
    }

    String longs(long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return constant(tensor(LONG, bytes, values.length));
    }

    String constant(TensorProto tensor) {
        String name = "constant_%d".formatted(tensors++);
        graph.addInitializer(tensor.toBuilder().setName(name));
        return name;
    }

    static TensorProto doubles(double[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return tensor(DOUBLE, bytes, shape.length == 0 ? new long[] {values.length} : shape);
    }

    static TensorProto floats(double[] values) {
        ByteBuffer bytes = buffer(values.length * Float.BYTES);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return tensor(FLOAT, bytes.rewind(), values.length);
    }

    static TensorProto bytes(byte[] values) {
        return tensor(BYTE, ByteBuffer.wrap(values), values.length);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static TensorProto tensor(int type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type).setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, TensorProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    /** The input, n rows of a width. */
    void input(String name, int type, int width) {
        graph.addInput(value(name, type, width));
    }

    /** Makes a tensor an output of the graph under a name of its own; a width of 0 means one number a row. */
    void output(String name, String tensor, int type, int width) {
        raw(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(tensor)
                .addOutput(name)
                .build());
        graph.addOutput(value(name, type, width));
    }

    private static ValueInfoProto value(String name, int type, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        if (width > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    GraphProto build() {
        return graph.build();
    }
}
