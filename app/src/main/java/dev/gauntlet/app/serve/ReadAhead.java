package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.KeptFields;
import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Reads the next batch of a stream while the one before is worked on. */
final class ReadAhead implements AutoCloseable {
    /** Milliseconds between two looks at a file that grows. */
    private static final int POLL = 500;

    /** What was read at once. */
    record Part(
            Records records,
            List<RecordStream.Rejected> rejected,
            KeptFields kept,
            List<String> unused,
            List<String> absent,
            Optional<LogPlace> place) {}

    private final RecordStream stream;
    private final boolean follow;
    private final BooleanSupplier stop;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "reader");
        thread.setDaemon(true);
        return thread;
    });
    private Future<Optional<Part>> coming;

    /**
     * Begins to read.
     *
     * @param follow whether to wait for more at the end
     * @param stop checked whether to end
     */
    ReadAhead(RecordStream stream, boolean follow, BooleanSupplier stop) {
        this.stream = stream;
        this.follow = follow;
        this.stop = stop;
        this.coming = ahead.submit(this::read);
    }

    private Optional<Part> read() {
        return stream.next()
                .map(records -> new Part(
                        records, stream.rejected(), stream.kept(), stream.unused(), stream.absent(), stream.place()));
    }

    /** The next batch; empty at the end, or if it is to end. */
    Optional<Part> next() {
        while (!stop.getAsBoolean()) {
            Optional<Part> part = got();
            if (part.isEmpty() && (!follow || !pause())) {
                break;
            }
            coming = ahead.submit(this::read);
            if (part.isPresent()) {
                return part;
            }
        }
        return Optional.empty();
    }

    private Optional<Part> got() {
        try {
            while (!stop.getAsBoolean()) {
                try {
                    return coming.get(POLL, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // The writer may take any time.
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Waits for more; false if it was interrupted. */
    private boolean pause() {
        try {
            for (int waited = 0; waited < POLL && !stop.getAsBoolean(); waited += POLL / 10) {
                Thread.sleep(POLL / 10);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ahead.shutdownNow();
        try {
            // A log is read on by another reader.
            boolean unused = follow && ahead.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
