package dev.gauntlet.adapters.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The locks that this process holds. The system knows processes only, and drops the lock of a process that closes the
 * file anywhere; so that threads exclude each other too, a file that is locked here is not opened again.
 */
final class FileLocks {
    private static final Set<String> HELD = new HashSet<>();

    private FileLocks() {}

    static Optional<Closeable> take(Path file) throws IOException {
        synchronized (HELD) {
            try {
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        .close();
            } catch (FileAlreadyExistsException e) {
                // As usual.
            }
            String key = key(file);
            if (!HELD.add(key)) {
                return Optional.empty();
            }
            boolean taken = false;
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try {
                // The lock of a file that was removed meanwhile, with its folder, would exclude nobody.
                taken = isTaken(channel, file) && key.equals(key(file));
                return taken ? Optional.of(() -> release(channel, key)) : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } finally {
                if (!taken) {
                    release(channel, key);
                }
            }
        }
    }

    private static boolean isTaken(FileChannel channel, Path file) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            // Some network file systems have no locks.
            throw new FileSystemException(
                    file.toString(), null, Unwritable.UNLOCKABLE + e.getMessage() + "; choose another file system");
        }
    }

    private static void release(FileChannel channel, String key) throws IOException {
        synchronized (HELD) {
            HELD.remove(key);
            channel.close();
        }
    }

    /** What tells a file from others under whatever name. */
    private static String key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file.toRealPath().toString() : key.toString();
    }
}
