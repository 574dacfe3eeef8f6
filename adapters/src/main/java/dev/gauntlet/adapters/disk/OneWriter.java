package dev.gauntlet.adapters.disk;

import dev.gauntlet.base.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The right to write to something, held by one thread of one process at a time. The system lets go of it when a process
 * dies, however that comes about; the file of the lock stays.
 */
public final class OneWriter implements Closeable {
    private static final int MILLIS = 50;

    private final Closeable lock;

    private OneWriter(Closeable lock) {
        this.lock = lock;
    }

    /**
     * Takes the right at once.
     *
     * @param file the file of the lock
     * @param otherwise what to say if somebody else has it
     */
    public static OneWriter take(Path file, String otherwise) throws IOException {
        return new OneWriter(Disk.current().lock(file).orElseThrow(() -> new InputException(otherwise)));
    }

    /**
     * Works while holding the right.
     *
     * @param patience how many milliseconds to wait for it
     */
    public static <T> T holding(Path file, int patience, String otherwise, Supplier<T> work) {
        try {
            for (int waited = 0; waited <= patience; waited += MILLIS) {
                Optional<Closeable> held = Disk.current().lock(file);
                if (held.isPresent()) {
                    try {
                        return work.get();
                    } finally {
                        held.get().close();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(MILLIS);
            }
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new InputException(otherwise);
    }

    /** Takes the right to write an output file, whose lock is a hidden file beside it. */
    public static OneWriter of(Path output) {
        try {
            return of(output, Place.of(output));
        } catch (IOException e) {
            throw Unwritable.of(output, e);
        }
    }

    /** The same, for a path whose place is known. */
    public static OneWriter of(Path output, Place place) throws IOException {
        return take(
                place.lock(),
                output + ": another process is writing to it; wait until it is done, or choose another file");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
