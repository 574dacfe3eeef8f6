package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.gauntlet.base.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads the numbers of ONNX tensors in every storage format, and checks that they are complete. */
final class Tensors {
    private static final long MOST = 1L << 27;

    private Tensors() {}

    /** The numbers of a tensor, in row-major order. */
    static double[] numbers(TensorProto tensor) {
        String name = "tensor \"%s\"".formatted(tensor.getName());
        Require.that(
                tensor.getDataLocation() == TensorProto.DataLocation.DEFAULT,
                name + " is stored in another file, which is not supported");
        double[] numbers = stored(tensor, name);
        long size = 1;
        for (long dimension : tensor.getDimsList()) {
            Require.that(
                    dimension >= 0 && dimension <= MOST && size * dimension <= MOST,
                    "%s has the size %s",
                    name,
                    tensor.getDimsList());
            size *= dimension;
        }
        Require.that(
                size == numbers.length, "%s of size %s has %d number[s]", name, tensor.getDimsList(), numbers.length);
        return numbers;
    }

    /**
     * Refuses a message that contains, at any depth, a tensor stored in another file (external data), which a runtime
     * would open.
     */
    static void refuseElsewhere(Message message) {
        if (message instanceof TensorProto tensor) {
            Require.that(
                    tensor.getDataLocation() == TensorProto.DataLocation.DEFAULT && tensor.getExternalDataCount() == 0,
                    "ONNX model: tensor \"%s\" is stored in another file, which is not supported",
                    tensor.getName());
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                List<?> held = field.isRepeated() ? (List<?>) value : List.of(value);
                held.forEach(part -> refuseElsewhere((Message) part));
            }
        });
    }

    private static double[] stored(TensorProto tensor, String name) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        Require.that(type != null, name + " has no known type");
        ByteBuffer raw = ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        boolean packed = raw.hasRemaining();
        int size = bytes(String.valueOf(type));
        Require.that(raw.remaining() % Math.max(1, size) == 0, name + " is truncated");
        double[] numbers = new double[packed ? raw.remaining() / Math.max(1, size) : 0];
        switch (String.valueOf(type)) {
            case "FLOAT" -> {
                if (!packed) {
                    return doubles(tensor.getFloatDataList());
                }
                Arrays.setAll(numbers, i -> raw.getFloat());
            }
            case "DOUBLE" -> {
                if (!packed) {
                    return doubles(tensor.getDoubleDataList());
                }
                Arrays.setAll(numbers, i -> raw.getDouble());
            }
            case "INT64" -> {
                if (!packed) {
                    return doubles(tensor.getInt64DataList());
                }
                Arrays.setAll(numbers, i -> raw.getLong());
            }
            case "INT32" -> {
                if (!packed) {
                    return doubles(tensor.getInt32DataList());
                }
                Arrays.setAll(numbers, i -> raw.getInt());
            }
            case "UINT8", "BOOL" -> {
                if (!packed) {
                    return doubles(tensor.getInt32DataList());
                }
                Arrays.setAll(numbers, i -> raw.get() & 0xff);
            }
            default -> throw new Unconverted("%s of type %s is not supported".formatted(name, type));
        }
        return numbers;
    }

    private static int bytes(String type) {
        return switch (type) {
            case "DOUBLE", "INT64" -> 8;
            case "FLOAT", "INT32" -> 4;
            default -> 1;
        };
    }

    private static double[] doubles(List<? extends Number> numbers) {
        return numbers.stream().mapToDouble(Number::doubleValue).toArray();
    }
}
