package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.gauntlet.data.Rows;
import java.lang.reflect.Array;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A session of ONNX Runtime with one intra-op thread. Maps (ZipMap outputs) are not used. Thread-safe. */
final class RuntimeSession implements AutoCloseable {
    private static final Set<OnnxJavaType> NUMBERS = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE);
    private static final Set<OnnxJavaType> LABELS =
            Set.of(OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.BOOL, OnnxJavaType.STRING);

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final OrtSession.RunOptions options;
    private final List<ValueInfoProto> inputs;
    private final Map<Integer, List<String>> texts;
    private final Map<Integer, String> others = new HashMap<>();

    /**
     * Loads a file.
     *
     * @param tensors the tensors that can be requested
     * @throws IllegalArgumentException if ONNX Runtime refuses the file
     */
    RuntimeSession(About about, Set<String> tensors) {
        this.inputs = about.inputs();
        this.texts = about.texts();
        texts.forEach((input, known) -> others.put(input, Texts.other(known)));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setDeterministicCompute(true);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = environment.createSession(withOutputs(about.file(), tensors), options);
            this.options = new OrtSession.RunOptions();
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime refuses it: " + why(e), e);
        }
    }

    /** The tensor behind an output: the input of a ZipMap, otherwise the output itself. */
    static String tensorOf(GraphProto graph, String output) {
        return graph.getNodeList().stream()
                .filter(node -> isMap(node) && node.getOutput(0).equals(output))
                .map(node -> node.getInput(0))
                .findFirst()
                .orElse(output);
    }

    private static boolean isMap(NodeProto node) {
        return node.getOpType().equals("ZipMap") && node.getInputCount() > 0 && node.getOutputCount() > 0;
    }

    private static byte[] withOutputs(ModelProto file, Set<String> tensors) {
        GraphProto graph = file.getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearOutput();
        graph.getNodeList().stream().filter(node -> !isMap(node)).forEach(changed::addNode);
        for (String tensor : new TreeSet<>(tensors)) {
            Optional<ValueInfoProto> stated = graph.getOutputList().stream()
                    .filter(value -> value.getName().equals(tensor))
                    .findFirst();
            changed.addOutput(
                    stated.orElse(ValueInfoProto.newBuilder().setName(tensor).build()));
        }
        return file.toBuilder().setGraph(changed).build().toByteArray();
    }

    /** Runs code that queries this session. After the time limit every call fails, including the current one. */
    <T> T within(Duration most, Supplier<T> asking) {
        Timer timer = new Timer("ONNX Runtime", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        try {
                            options.setTerminate(true);
                        } catch (OrtException e) {
                            throw new IllegalStateException(why(e), e);
                        }
                    }
                },
                most.toMillis());
        try {
            return asking.get();
        } finally {
            timer.cancel();
        }
    }

    /** Whether a tensor contains floats or doubles. */
    boolean isNumbers(String tensor) {
        return type(tensor).filter(NUMBERS::contains).isPresent();
    }

    /** Whether the type of a tensor can represent a class label. */
    boolean isLabel(String tensor) {
        return type(tensor).filter(LABELS::contains).isPresent();
    }

    private Optional<OnnxJavaType> type(String tensor) {
        try {
            return Optional.ofNullable(session.getOutputInfo().get(tensor))
                    .filter(info -> info.getInfo() instanceof TensorInfo)
                    .map(info -> ((TensorInfo) info.getInfo()).type);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime refuses it: " + why(e), e);
        }
    }

    /** The numbers of a tensor for the given rows, in row-major order. */
    double[] numbers(Rows rows, String tensor) throws OrtException {
        return ask(rows, tensor, RuntimeSession::numbers);
    }

    /** The values of a tensor for one row, as strings. */
    List<String> texts(Rows row, String tensor) throws OrtException {
        return ask(row, tensor, RuntimeSession::texts);
    }

    private interface Read<T> {
        T of(OnnxTensor tensor) throws OrtException;
    }

    private <T> T ask(Rows rows, String tensor, Read<T> read) throws OrtException {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            int first = 0;
            for (ValueInfoProto input : inputs) {
                given.put(input.getName(), tensor(input, rows, first));
                first += Walk.width(input);
            }
            try (OrtSession.Result result = session.run(given, Set.of(tensor), options)) {
                return read.of((OnnxTensor) result.get(0));
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(ValueInfoProto input, Rows rows, int first) throws OrtException {
        int width = Walk.width(input);
        long[] shape = {rows.size(), width};
        double[] values = width == rows.width()
                ? rows.toArray()
                : Rows.fill(rows.size(), width, (i, j) -> rows.get(i, first + j))
                        .toArray();
        int type = Walk.type(input);
        if (type == Graph.TEXT) {
            String[] words = new String[values.length];
            Arrays.setAll(words, i -> text(first + i % width, values[i]));
            return OnnxTensor.createTensor(environment, words, shape);
        }
        if (type == Graph.DOUBLE) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
        }
        if (type == Graph.LONG) {
            long[] whole = new long[values.length];
            Arrays.setAll(whole, i -> (long) values[i]);
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape);
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
    }

    private String text(int input, double place) {
        List<String> known = texts.getOrDefault(input, List.of());
        return place >= 0 && place < known.size() ? known.get((int) place) : others.getOrDefault(input, "");
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

    private static List<String> texts(OnnxTensor tensor) throws OrtException {
        return flat(tensor.getValue()).toList();
    }

    /** Flattens nested arrays, in order. */
    private static Stream<String> flat(Object value) {
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> Array.get(value, i))
                        .flatMap(RuntimeSession::flat)
                : Stream.of(String.valueOf(value));
    }

    /** The first line of ONNX Runtime's error message, without its code. */
    static String why(OrtException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("^Error code - \\S+ - message: ", "");
    }

    @Override
    public void close() {
        try {
            options.close();
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close a model: " + why(e), e);
        }
    }
}
