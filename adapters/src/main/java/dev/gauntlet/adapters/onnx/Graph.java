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

/** A builder of an ONNX graph. Every method that adds a node or constant returns the name of its tensor. */
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

    /** Adds a node of the domain ai.onnx with one output. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    String node(String operator, List<AttributeProto> attributes, String... inputs) {
        return add("", operator, attributes, inputs);
    }

    /** Adds a node of the domain ai.onnx.ml. */
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

    /** Adds a node that names its inputs and outputs itself. */
    void raw(NodeProto node) {
        graph.addNode(node);
    }

    String cast(String tensor, int type) {
        return node("Cast", List.of(attribute("to", type)), tensor);
    }

    /** A scalar constant of type double. */
    String number(double value) {
        return numbers(new double[] {value});
    }

    /** A constant of doubles; one-dimensional if no shape is given. */
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

    /** Declares the input: n rows of the given width. */
    void input(String name, int type, int width) {
        graph.addInput(value(name, type, width));
    }

    /** Declares a tensor as an output of the graph under the given name. A width of 0 means one number per row. */
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
