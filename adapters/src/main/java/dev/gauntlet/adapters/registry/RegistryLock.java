package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The right to write to a registry, held by one thread of one process at a time. The system lets go of it when a process
 * dies, however that comes about.
 */
final class RegistryLock {
    static final String NAME = "lock";
    private static final int MILLIS = 50;

    private RegistryLock() {}

    /** Works while holding the lock, for which it waits up to a timeout in milliseconds. */
    static <T> T holding(Path folder, int patience, Supplier<T> work) {
        Path file = folder.resolve(NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // The lock goes with the channel.
            for (int waited = 0; waited <= patience; waited += MILLIS) {
                if (isTaken(channel)) {
                    return work.get();
                }
                TimeUnit.MILLISECONDS.sleep(MILLIS);
            }
        } catch (IOException e) {
            throw WholeFile.unwritable(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new InputException(
                "%s: the registry is locked by another process that writes to it; try again when it is done"
                        .formatted(folder));
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process holds it
            return false;
        }
    }
}
