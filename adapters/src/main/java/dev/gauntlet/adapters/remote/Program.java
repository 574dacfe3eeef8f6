package dev.gauntlet.adapters.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running process that answers each input line with an output line, one request at a time. */
final class Program implements AutoCloseable {
    private static final int LARGEST = 16 << 20;
    private static final int KEPT = 4000;

    private final Process process;
    private final Thread hook;
    private final InputStream answers;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Thread listener;

    private Program(Process process) {
        this.process = process;
        this.answers = new java.io.BufferedInputStream(process.getInputStream(), 1 << 16);
        this.hook = new Thread(this::end, "target-end");
        Runtime.getRuntime().addShutdownHook(hook);
        this.listener = daemon(this::listen);
    }

    static Program start(Target.Place place) throws Trouble {
        try {
            return new Program(new ProcessBuilder(place.command())
                    .directory(place.folder().toFile())
                    .start());
        } catch (IOException e) {
            throw Trouble.lasting("it cannot be started: " + e.getMessage());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "target");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Stores the end of its standard error. */
    private void listen() {
        byte[] some = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int n = errors.read(some); n >= 0; n = errors.read(some)) {
                synchronized (said) {
                    said.write(some, 0, n);
                    if (said.size() > 2 * KEPT) {
                        byte[] all = said.toByteArray();
                        said.reset();
                        said.write(all, all.length - KEPT, KEPT);
                    }
                }
            }
        } catch (IOException e) {
            // The process has ended; its earlier output is kept.
        }
    }

    /** Sends a line and waits for the answer line. */
    String ask(byte[] question, double timeout) throws Trouble, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        daemon(() -> {
            try {
                process.getOutputStream().write(question);
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                answer.complete(line());
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get((long) (timeout * 1e9), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Trouble.passing("no answer within %s s%s".formatted(timeout, errors()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Limited.TooLarge large) {
                throw Trouble.lasting(large.getMessage() + "; send fewer rows per request with batch");
            }
            boolean ended = process.waitFor(1, TimeUnit.SECONDS);
            listener.join(1000);
            throw Trouble.passing(
                    (ended ? "it ended with status %d".formatted(process.exitValue()) : "it closed its output")
                            + errors());
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = answers.read(); b != '\n'; b = answers.read()) {
            if (b < 0) {
                throw new IOException("ended");
            }
            if (line.size() == LARGEST) {
                throw new Limited.TooLarge(LARGEST);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The last output on standard error, worded as the end of a sentence. */
    private String errors() {
        byte[] all;
        synchronized (said) {
            all = said.toByteArray();
        }
        String end = new String(all, StandardCharsets.UTF_8).strip();
        String[] lines = end.split("\\R");
        String last = String.join(" | ", Arrays.copyOfRange(lines, Math.max(0, lines.length - 3), lines.length));
        return end.isEmpty() ? "" : "; it wrote to standard error: " + Trouble.cut(last);
    }

    /** Ends the process and its child processes. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and its hook ends the process.
        }
    }
}
