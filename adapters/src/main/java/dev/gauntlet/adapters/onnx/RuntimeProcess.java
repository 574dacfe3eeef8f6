package dev.gauntlet.adapters.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.gauntlet.data.Rows;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running {@link RuntimeMain} with a model, which answers one question at a time. It is ended if an answer takes too
 * long, or if it takes more memory than allowed: {@code -Xmx} does not bound native code.
 */
final class RuntimeProcess implements AutoCloseable {
    private static final long MEGABYTE = 1 << 20;
    /** The most memory that is resident, in bytes: as much as Java may take here, and at least a gigabyte. */
    private static final long MOST_RESIDENT =
            Math.max(1024 * MEGABYTE, Runtime.getRuntime().maxMemory());

    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;
    private static final ScheduledExecutorService WATCH = watch();

    private final Process process;
    private final Path folder;
    private final long most;
    private final DataOutputStream questions;
    private final DataInputStream answers;
    private final Map<String, Integer> kinds = new LinkedHashMap<>();
    private volatile String ended = "";

    /** The process ended, or was ended, before it had answered everything. */
    static final class Ended extends Exception {
        private final transient List<Object> answers;

        private Ended(String why, List<Object> answers) {
            super(why);
            this.answers = answers;
        }

        /** What it had answered. */
        List<Object> answers() {
            return answers;
        }
    }

    /** Starts a process; {@code start} is the first frame. */
    RuntimeProcess(byte[] start) throws Ended {
        this.most = MOST_RESIDENT + 8L * start.length;
        try {
            this.folder = Files.createTempDirectory("gauntlet-onnx");
            this.process = new ProcessBuilder(command(folder, start.length))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("a process for ONNX Runtime cannot be started: " + e.getMessage(), e);
        }
        this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        List<Object> none = List.of();
        byte[] answer = during(START, none, () -> {
            questions.writeInt(start.length);
            questions.write(start);
            questions.flush();
            return RuntimeMain.frame(answers, Integer.MAX_VALUE);
        });
        read(answer);
    }

    private static ScheduledExecutorService watch() {
        return new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "ONNX Runtime");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static List<String> command(Path folder, int model) {
        Optional<String> java = ProcessHandle.current()
                .info()
                .command()
                .filter(command -> new File(command).getName().matches("java(\\.exe)?"));
        return List.of(
                java.orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                "-Xmx" + (128 + 8L * model / MEGABYTE) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+SuppressFatalErrorMessage",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                classPath(),
                RuntimeMain.class.getName());
    }

    /** Where the class of the process and ONNX Runtime are. */
    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : List.of(RuntimeMain.class, OrtEnvironment.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            try {
                places.add(Path.of(source.getLocation().toURI()).toString());
            } catch (URISyntaxException | RuntimeException e) {
                return System.getProperty("java.class.path");
            }
        }
        return String.join(File.pathSeparator, places);
    }

    private void read(byte[] answer) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer))) {
            if (in.readByte() == RuntimeMain.FAILURE) {
                close();
                throw new IllegalArgumentException("ONNX model: ONNX Runtime refuses it: " + RuntimeMain.text(in));
            }
            for (int left = in.readInt(); left > 0; left--) {
                kinds.put(RuntimeMain.text(in), (int) in.readByte());
            }
        } catch (IOException e) {
            close();
            throw new IllegalStateException("a process for ONNX Runtime answers something else", e);
        }
    }

    /** What a tensor holds: {@link RuntimeMain#NUMBERS}, {@link RuntimeMain#TEXTS} or neither. */
    int kind(String tensor) {
        return kinds.getOrDefault(tensor, RuntimeMain.FAILURE);
    }

    /**
     * Asks about rows.
     *
     * @param together how many rows are asked at once; for each of these parts there is an answer
     * @param careful whether each answer is sent before the next part is asked
     * @param longest how long it may take until more is answered
     * @return numbers, a list of texts, or a {@link Refusal}
     */
    List<Object> ask(Rows rows, String tensor, int kind, int together, boolean careful, Duration longest) throws Ended {
        int parts = rows.size() / together;
        List<Object> all = new ArrayList<>(parts);
        during(longest, all, () -> {
            send(rows, tensor, kind, together, careful);
            return 0;
        });
        while (all.size() < parts) {
            byte[] frame = during(longest, all, () -> RuntimeMain.frame(answers, Integer.MAX_VALUE));
            during(longest, all, () -> {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
                for (int left = in.readInt(); left > 0; left--) {
                    all.add(answer(in));
                }
                return 0;
            });
        }
        return all;
    }

    private void send(Rows rows, String tensor, int kind, int together, boolean careful) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream question = new DataOutputStream(content);
        RuntimeMain.text(tensor, question);
        question.writeInt(kind);
        question.writeInt(together);
        question.writeBoolean(careful);
        question.writeInt(rows.size());
        question.writeInt(rows.width());
        ByteBuffer values = ByteBuffer.allocate(Double.BYTES * rows.size() * rows.width());
        values.asDoubleBuffer().put(rows.toArray());
        question.write(values.array());
        RuntimeMain.frame(content, questions);
    }

    /** Why a part was not answered. */
    record Refusal(String why) {}

    private static Object answer(DataInputStream in) throws IOException {
        int kind = in.readByte();
        if (kind == RuntimeMain.FAILURE) {
            return new Refusal(RuntimeMain.text(in));
        }
        int count = in.readInt();
        if (kind == RuntimeMain.NUMBERS) {
            double[] numbers = new double[count];
            ByteBuffer.wrap(in.readNBytes(Double.BYTES * count))
                    .asDoubleBuffer()
                    .get(numbers);
            return numbers;
        }
        List<String> texts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            texts.add(RuntimeMain.text(in));
        }
        return texts;
    }

    private interface Exchange<T> {
        T done() throws IOException;
    }

    /** Does something while time and memory of the process are watched. */
    private <T> T during(Duration longest, List<Object> sofar, Exchange<T> exchange) throws Ended {
        long until = System.nanoTime() + longest.toNanos();
        ScheduledFuture<?> look = WATCH.scheduleAtFixedRate(
                () -> look(until, longest),
                Math.min(LOOK_MILLIS, longest.toMillis()),
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            return exchange.done();
        } catch (IOException e) {
            close();
            throw new Ended(
                    ended.isEmpty() ? "it crashed (exit status %d)".formatted(process.exitValue()) : ended, sofar);
        } finally {
            look.cancel(false);
        }
    }

    private void look(long until, Duration longest) {
        if (System.nanoTime() > until) {
            ended = "it gave no answer within %s s".formatted(longest.toMillis() / 1e3);
        } else if (resident() > most) {
            ended = "it took more than %,d MB of memory".formatted(most / MEGABYTE);
        } else {
            return;
        }
        process.destroyForcibly();
    }

    /** The bytes of memory that it holds; 0 if the system does not tell. */
    private long resident() {
        Path status = Path.of("/proc/%d/status".formatted(process.pid()));
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** Ends it, and removes what it unpacked. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(folder, new FileVisitOption[0])) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Left to whoever cleans the folder for temporary files.
        }
    }
}
