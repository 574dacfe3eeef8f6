package dev.gauntlet.adapters.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running process that answers each input line with an output line, one request at a time. */
final class Program implements AutoCloseable {
    private static final int LARGEST = 16 << 20;
    private static final int KEPT = 4000;
    /** How long a program may take to end, in seconds. */
    private static final long PATIENCE = 5;

    private final Process process;
    private final Thread hook;
    private final InputStream answers;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Thread listener;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(work -> thread(work));
    private long asked;
    private boolean named;

    private Program(Process process) {
        this.process = process;
        this.answers = new java.io.BufferedInputStream(process.getInputStream(), 1 << 16);
        this.hook = new Thread(this::end, "target-end");
        Runtime.getRuntime().addShutdownHook(hook);
        this.listener = thread(this::listen);
        listener.start();
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

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "target");
        thread.setDaemon(true);
        return thread;
    }

    /** The id of the next question. */
    long next() {
        return ++asked;
    }

    /** Notes whether an answer carries its question's id; false if an earlier one did otherwise. */
    boolean named(boolean now) {
        boolean same = asked == 1 || named == now;
        named = now;
        return same;
    }

    /** The start of what it has written since its last answer; empty if that is nothing. */
    String left() {
        try {
            int ready = Math.min(answers.available(), KEPT);
            return new String(answers.readNBytes(ready), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Closes its input, waits for its end, and returns the start of what it wrote after its last answer. A program
     * whose answers carry ids is not waited for.
     */
    String rest() throws InterruptedException {
        if (named || asked == 0) {
            return "";
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already; its output may still be there.
        }
        Future<String> rest = asking.submit(() -> new String(answers.readNBytes(KEPT), StandardCharsets.UTF_8));
        try {
            return rest.get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // It does not end with its input; what it writes once it is ended is all there is.
            end();
        } catch (ExecutionException e) {
            return "";
        }
        try {
            return rest.get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "";
        }
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
        Future<String> answer = asking.submit(() -> {
            process.getOutputStream().write(question);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return line();
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
        return end.isEmpty() ? "" : "; it wrote to standard error: " + Trouble.quoted(last);
    }

    /** Ends the process and its child processes. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        end();
        asking.shutdownNow();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and its hook ends the process.
        }
    }
}
