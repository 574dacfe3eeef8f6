package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.gauntlet.data.Rows;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A model in ONNX Runtime, with one intra-op thread, in processes of its own: what crashes there ends a process and not
 * this one. There is a process for each concurrent question, and a new one after a crash. Maps (ZipMap outputs) are not
 * used. Thread-safe.
 */
final class RuntimeSession implements AutoCloseable {
    private static final int MOST_PROCESSES = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final int MOST_ROWS = 1024;
    private static final int MOST_VALUES = 1 << 20;
    /** What is added for each row of many that are answered together. */
    private static final Duration EACH = Duration.ofMillis(100);

    private static final Cleaner CLEANER = Cleaner.create();

    private final byte[] start;
    private final Duration most;
    private final Processes processes = new Processes(new ConcurrentLinkedQueue<>());
    private final Cleaner.Cleanable end = CLEANER.register(this, processes);
    private final Semaphore free = new Semaphore(MOST_PROCESSES);
    private volatile long until = Long.MAX_VALUE;

    /** Those that have nothing to do. */
    private record Processes(ConcurrentLinkedQueue<RuntimeProcess> idle) implements Runnable {
        @Override
        public void run() {
            for (RuntimeProcess process = idle.poll(); process != null; process = idle.poll()) {
                process.close();
            }
        }
    }

    /** A row, or rows that were asked together, for which there is no answer. */
    static final class Unanswered extends Exception {
        private final int row;
        private final boolean crash;

        private Unanswered(int row, boolean crash, String why) {
            super(why);
            this.row = row;
            this.crash = crash;
        }

        /** The first of them. */
        int row() {
            return row;
        }

        /** Whether the process ended, instead of refusing the row. */
        boolean isCrash() {
            return crash;
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Loads a file.
     *
     * @param tensors the tensors that can be requested
     * @param longest how long an answer may take; a process that takes longer is ended
     * @throws IllegalArgumentException if ONNX Runtime refuses the file, or crashes on it
     */
    RuntimeSession(About about, Set<String> tensors, Duration longest) {
        this.most = longest;
        this.start = start(about, tensors);
        processes.idle.add(started());
    }

    private RuntimeProcess started() {
        try {
            return new RuntimeProcess(start);
        } catch (RuntimeProcess.Ended e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    private static byte[] start(About about, Set<String> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(about.inputs().size());
            int first = 0;
            for (ValueInfoProto input : about.inputs()) {
                int width = GraphReader.width(input);
                int type = type(GraphReader.type(input));
                RuntimeMain.text(input.getName(), out);
                out.writeInt(type);
                out.writeInt(width);
                for (int j = first; j < first + width && type == RuntimeMain.TEXT; j++) {
                    List<String> known = about.texts().getOrDefault(j, List.of());
                    out.writeInt(known.size() + 1);
                    for (String text : known) {
                        RuntimeMain.text(text, out);
                    }
                    RuntimeMain.text(about.texts().containsKey(j) ? Texts.other(known) : "", out);
                }
                first += width;
            }
            out.write(withOutputs(about.file(), tensors));
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static int type(int proto) {
        return proto == Graph.TEXT
                ? RuntimeMain.TEXT
                : proto == Graph.DOUBLE
                        ? RuntimeMain.DOUBLE
                        : proto == Graph.LONG ? RuntimeMain.LONG : RuntimeMain.FLOAT;
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

    /** Runs code that queries this session; after the time limit every question fails, also the current one. */
    <T> T within(Duration most, Supplier<T> asking) {
        until = System.nanoTime() + most.toNanos();
        try {
            return asking.get();
        } finally {
            until = Long.MAX_VALUE;
        }
    }

    private Duration longest(int rows) {
        return until == Long.MAX_VALUE
                ? most.plus(EACH.multipliedBy(rows))
                : Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
    }

    /** Whether a tensor contains floats or doubles. */
    boolean isNumbers(String tensor) {
        return kind(tensor) == RuntimeMain.NUMBERS;
    }

    /** Whether the type of a tensor can represent a class label. */
    boolean isLabel(String tensor) {
        return kind(tensor) == RuntimeMain.TEXTS;
    }

    private int kind(String tensor) {
        RuntimeProcess process = take();
        try {
            return process.kind(tensor);
        } finally {
            give(process);
        }
    }

    /** The numbers of a tensor for rows that are asked together, in row-major order. */
    double[] numbers(Rows rows, String tensor) throws Unanswered {
        return (double[]) ask(rows, tensor, RuntimeMain.NUMBERS, rows.size()).get(0);
    }

    /** The values of a tensor for one row, as strings. */
    List<String> texts(Rows row, String tensor) throws Unanswered {
        return eachTexts(row, tensor).get(0);
    }

    /** The numbers of a tensor for each row, which is asked by itself. */
    List<double[]> eachNumbers(Rows rows, String tensor) throws Unanswered {
        return ask(rows, tensor, RuntimeMain.NUMBERS, 1).stream()
                .map(double[].class::cast)
                .toList();
    }

    /** The values of a tensor for each row, which is asked by itself, as strings. */
    List<List<String>> eachTexts(Rows rows, String tensor) throws Unanswered {
        List<List<String>> all = new ArrayList<>();
        for (Object texts : ask(rows, tensor, RuntimeMain.TEXTS, 1)) {
            all.add(((List<?>) texts).stream().map(String::valueOf).toList());
        }
        return all;
    }

    /** Rows are sent in parts, of which each is answered as a whole. */
    private List<Object> ask(Rows rows, String tensor, int kind, int together) throws Unanswered {
        int size =
                Math.max(together, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, rows.width())) / together * together);
        List<Object> all = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += size) {
            Rows part = rows.slice(from, Math.min(rows.size(), from + size));
            List<Object> answers = asked(part, tensor, kind, together, from);
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i) instanceof RuntimeProcess.Refusal refusal) {
                    throw new Unanswered(from + i * together, false, refusal.why());
                }
            }
            all.addAll(answers);
        }
        return all;
    }

    /** If the process ends, another is asked again one by one, to find out where. */
    private List<Object> asked(Rows rows, String tensor, int kind, int together, int from) throws Unanswered {
        for (boolean careful = rows.size() == together; ; careful = true) {
            RuntimeProcess process = take();
            boolean answered = false;
            try {
                List<Object> answers =
                        process.ask(rows, tensor, kind, together, careful, longest(careful ? 0 : rows.size()));
                answered = true;
                return answers;
            } catch (RuntimeProcess.Ended e) {
                if (careful) {
                    throw new Unanswered(from + e.answers().size() * together, true, String.valueOf(e.getMessage()));
                }
            } finally {
                if (answered) {
                    give(process);
                } else {
                    process.close();
                    free.release();
                }
            }
        }
    }

    private RuntimeProcess take() {
        free.acquireUninterruptibly();
        RuntimeProcess process = processes.idle.poll();
        if (process != null) {
            return process;
        }
        try {
            return started();
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    private void give(RuntimeProcess process) {
        processes.idle.add(process);
        free.release();
    }

    @Override
    public void close() {
        end.clean();
    }
}
