package dev.gauntlet.adapters.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The process in which ONNX Runtime runs: a model that is read from standard input, then questions about rows, each
 * answered on standard output. Uses nothing but the JDK and ONNX Runtime. It ends with its input, whatever native code
 * is doing then. Questions and answers are frames: their length, then so many bytes.
 */
final class RuntimeMain {
    /** How inputs are passed. */
    static final int FLOAT = 0;

    static final int DOUBLE = 1;
    static final int LONG = 2;
    static final int TEXT = 3;

    /** What an answer is. */
    static final int NUMBERS = 0;

    static final int TEXTS = 1;
    static final int FAILURE = 2;

    private static final Set<OnnxJavaType> NUMBER_TYPES = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE);
    private static final Set<OnnxJavaType> LABEL_TYPES =
            Set.of(OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.BOOL, OnnxJavaType.STRING);

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Input[] inputs;

    /** An input of the model; texts are numbered from 0, and the last stands for all others. */
    private record Input(String name, int type, int width, List<List<String>> texts) {}

    private RuntimeMain(DataInputStream start) throws IOException, OrtException {
        inputs = new Input[start.readInt()];
        for (int i = 0; i < inputs.length; i++) {
            String name = text(start);
            int type = start.readInt();
            int width = start.readInt();
            List<List<String>> texts = new ArrayList<>();
            for (int j = 0; j < width && type == TEXT; j++) {
                List<String> known = new ArrayList<>();
                for (int left = start.readInt(); left > 0; left--) {
                    known.add(text(start));
                }
                texts.add(known);
            }
            inputs[i] = new Input(name, type, width, texts);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setDeterministicCompute(true);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = environment.createSession(start.readAllBytes(), options);
        }
    }

    static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** A frame, or nothing at the end. */
    static byte[] frame(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a frame of %d bytes".formatted(length));
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException();
        }
        return frame;
    }

    static void frame(ByteArrayOutputStream content, DataOutputStream out) throws IOException {
        out.writeInt(content.size());
        content.writeTo(out);
        out.flush();
    }

    public static void main(String[] arguments) throws Exception {
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        System.setOut(System.err);
        BlockingQueue<byte[]> questions = new ArrayBlockingQueue<>(1);
        Thread reader = new Thread(() -> read(questions));
        reader.setDaemon(true);
        reader.start();
        Optional<RuntimeMain> runtime = started(content(questions.take()), out);
        while (runtime.isPresent()) {
            runtime.get().answer(content(questions.take()), out);
        }
    }

    private static DataInputStream content(byte[] frame) {
        return new DataInputStream(new ByteArrayInputStream(frame));
    }

    private static void read(BlockingQueue<byte[]> questions) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        try {
            while (true) {
                questions.put(frame(in, Integer.MAX_VALUE));
            }
        } catch (IOException | InterruptedException e) {
            delete(new File(System.getProperty("java.io.tmpdir")));
            Runtime.getRuntime().halt(0);
        }
    }

    /** Deletes what ONNX Runtime unpacked, with its folder. */
    private static void delete(File file) {
        File[] inside = file.listFiles();
        for (File one : inside == null ? new File[0] : inside) {
            delete(one);
        }
        file.delete();
    }

    /** Loads the model and states the kind of each of its tensors, or why it cannot be loaded. */
    private static Optional<RuntimeMain> started(DataInputStream in, DataOutputStream out) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream answer = new DataOutputStream(content);
        Optional<RuntimeMain> started = Optional.empty();
        try {
            RuntimeMain runtime = new RuntimeMain(in);
            answer.writeByte(NUMBERS);
            answer.writeInt(runtime.session.getOutputNames().size());
            for (String name : runtime.session.getOutputNames()) {
                text(name, answer);
                answer.writeByte(runtime.kind(name));
            }
            started = Optional.of(runtime);
        } catch (OrtException | RuntimeException | LinkageError | OutOfMemoryError e) {
            content.reset();
            fail(e, answer);
        }
        frame(content, out);
        return started;
    }

    private int kind(String name) throws OrtException {
        NodeInfo info = session.getOutputInfo().get(name);
        if (info != null && info.getInfo() instanceof TensorInfo tensor) {
            return NUMBER_TYPES.contains(tensor.type) ? NUMBERS : LABEL_TYPES.contains(tensor.type) ? TEXTS : FAILURE;
        }
        return FAILURE;
    }

    private static void fail(Throwable e, DataOutputStream answer) throws IOException {
        answer.writeByte(FAILURE);
        String message = String.valueOf(e.getMessage());
        text(
                e instanceof OutOfMemoryError
                        ? "out of memory"
                        : message.lines()
                                .findFirst()
                                .orElse(message)
                                .replaceFirst("^Error code - \\S+ - message: ", ""),
                answer);
    }

    /** A question: the tensor, how it is answered, how many rows are asked together, then the rows. */
    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        String tensor = text(in);
        int kind = in.readInt();
        int together = in.readInt();
        boolean careful = in.readBoolean();
        int rows = in.readInt();
        int width = in.readInt();
        double[] values = new double[rows * width];
        ByteBuffer.wrap(in.readAllBytes()).asDoubleBuffer().get(values);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream answer = new DataOutputStream(content);
        int answered = 0;
        for (int from = 0; from < rows; from += together) {
            int size = content.size();
            try {
                ask(
                        tensor,
                        kind,
                        Arrays.copyOfRange(values, from * width, (from + together) * width),
                        together,
                        answer);
            } catch (OrtException | RuntimeException | OutOfMemoryError e) {
                byte[] before = Arrays.copyOf(content.toByteArray(), size);
                content.reset();
                content.write(before);
                fail(e, answer);
            }
            answered++;
            if (careful || from + together >= rows) {
                out.writeInt(content.size() + Integer.BYTES);
                out.writeInt(answered);
                content.writeTo(out);
                out.flush();
                content.reset();
                answered = 0;
            }
        }
    }

    private void ask(String name, int kind, double[] values, int rows, DataOutputStream answer)
            throws OrtException, IOException {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            int first = 0;
            for (Input input : inputs) {
                given.put(input.name, tensor(input, values, rows, first));
                first += input.width;
            }
            try (OrtSession.Result result = session.run(given, Set.of(name))) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                if (kind == TEXTS) {
                    texts(tensor, answer);
                } else {
                    numbers(tensor, answer);
                }
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(Input input, double[] all, int rows, int first) throws OrtException {
        int width = input.width;
        long[] shape = {rows, width};
        double[] values = new double[rows * width];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(all, i * (all.length / rows) + first, values, i * width, width);
        }
        switch (input.type) {
            case TEXT -> {
                String[] words = new String[values.length];
                Arrays.setAll(words, i -> {
                    List<String> known = input.texts.get(i % width);
                    boolean listed = values[i] >= 0 && values[i] < known.size() - 1;
                    return known.get(listed ? (int) values[i] : known.size() - 1);
                });
                return OnnxTensor.createTensor(environment, words, shape);
            }
            case DOUBLE -> {
                return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
            }
            case LONG -> {
                long[] whole = new long[values.length];
                Arrays.setAll(whole, i -> (long) values[i]);
                return OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape);
            }
            default -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) values[i];
                }
                return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
            }
        }
    }

    private static void numbers(OnnxTensor tensor, DataOutputStream answer) throws IOException {
        answer.writeByte(NUMBERS);
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            answer.writeInt(doubles.remaining());
            while (doubles.hasRemaining()) {
                answer.writeDouble(doubles.get());
            }
        } else {
            FloatBuffer floats = tensor.getFloatBuffer();
            answer.writeInt(floats.remaining());
            while (floats.hasRemaining()) {
                answer.writeDouble(floats.get());
            }
        }
    }

    private static void texts(OnnxTensor tensor, DataOutputStream answer) throws IOException, OrtException {
        String[] texts = flat(tensor.getValue()).toArray(String[]::new);
        answer.writeByte(TEXTS);
        answer.writeInt(texts.length);
        for (String text : texts) {
            text(text, answer);
        }
    }

    /** Flattens nested arrays, in order. */
    private static Stream<String> flat(Object value) {
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> Array.get(value, i))
                        .flatMap(RuntimeMain::flat)
                : Stream.of(String.valueOf(value));
    }
}
