package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a converted model is from what ONNX Runtime makes of its file.
 *
 * @param rows how many were tried
 * @param largest the largest difference, of an answer beyond 1 as a share of it
 * @param apart how many rows differ by more than {@link #TOLERANCE}
 */
public record RuntimeCheck(int rows, double largest, int apart) {
    /** From this difference on a row is apart. */
    public static final double TOLERANCE = 1e-3;

    private static final int MOST_APART = 100;

    /**
     * Asks both about rows.
     *
     * @throws IllegalArgumentException if the runtime refuses the file, or more than one row in a hundred is apart
     */
    public static RuntimeCheck of(OnnxModel model, Rows rows) {
        Rows expected = model.outcome().expected(rows);
        double[] said;
        try {
            said = ask(model, rows);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime refuses it: " + e.getMessage(), e);
        }
        Require.that(
                said.length == expected.size() * expected.width(),
                "ONNX model: ONNX Runtime gives %d numbers for %d rows".formatted(said.length, rows.size()));
        double largest = 0;
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            double row = 0;
            for (int c = model.outcome().secondOnly() ? 1 : 0; c < expected.width(); c++) {
                row = Math.max(row, difference(expected.get(i, c), said[i * expected.width() + c]));
            }
            largest = Math.max(largest, row);
            apart += row > TOLERANCE ? 1 : 0;
        }
        Require.that(
                MOST_APART * (long) apart <= rows.size(),
                "ONNX model: the conversion is not faithful: %d of %d rows differ, by up to %.3g"
                        .formatted(apart, rows.size(), largest));
        return new RuntimeCheck(rows.size(), largest, apart);
    }

    private static double difference(double expected, double said) {
        if (Double.compare(expected, said) == 0 || (Double.isNaN(expected) && Double.isNaN(said))) {
            return 0;
        }
        double difference = Math.abs(expected - said) / Math.max(1, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static double[] ask(OnnxModel model, Rows rows) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        String output = tensorOf(model);
        byte[] file = withOutput(model, output);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            Map<String, OnnxTensor> given = new LinkedHashMap<>();
            try (OrtSession session = environment.createSession(file, options)) {
                int first = 0;
                for (ValueInfoProto input : model.inputs()) {
                    given.put(input.getName(), tensor(environment, input, rows, first));
                    first += Walk.width(input);
                }
                try (OrtSession.Result result = session.run(given)) {
                    return numbers((OnnxTensor) result.get(output).orElseThrow());
                }
            } finally {
                given.values().forEach(OnnxTensor::close);
            }
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, ValueInfoProto input, Rows rows, int first)
            throws OrtException {
        int width = Walk.width(input);
        long[] shape = {rows.size(), width};
        double[] values =
                Rows.fill(rows.size(), width, (i, j) -> rows.get(i, first + j)).toArray();
        int type = Walk.type(input);
        if (type == Graph.DOUBLE) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
        }
        if (type == Graph.LONG) {
            long[] whole = new long[values.length];
            java.util.Arrays.setAll(whole, i -> (long) values[i]);
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape);
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
    }

    private static double[] numbers(OnnxTensor tensor) {
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            double[] numbers = new double[doubles.remaining()];
            doubles.get(numbers);
            return numbers;
        }
        FloatBuffer floats = tensor.getFloatBuffer();
        double[] numbers = new double[floats.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats.get(i);
        }
        return numbers;
    }

    /** The tensor whose numbers the output holds: what a map of names to numbers was made of, or itself. */
    private static String tensorOf(OnnxModel model) {
        return zipMaps(model.file().getGraph()).stream()
                .filter(node -> node.getOutput(0).equals(model.output()))
                .map(node -> node.getInput(0))
                .findFirst()
                .orElse(model.output());
    }

    private static List<NodeProto> zipMaps(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node ->
                        node.getOpType().equals("ZipMap") && node.getInputCount() > 0 && node.getOutputCount() > 0)
                .toList();
    }

    /** The file with that tensor as its only output and without maps. */
    private static byte[] withOutput(OnnxModel model, String output) {
        GraphProto graph = model.file().getGraph();
        Optional<ValueInfoProto> stated = graph.getOutputList().stream()
                .filter(value -> value.getName().equals(output))
                .findFirst();
        List<NodeProto> maps = zipMaps(graph);
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearOutput();
        graph.getNodeList().stream().filter(node -> !maps.contains(node)).forEach(changed::addNode);
        changed.addOutput(
                stated.orElse(ValueInfoProto.newBuilder().setName(output).build()));
        return model.file().toBuilder().setGraph(changed).build().toByteArray();
    }
}
