package dev.gauntlet.adapters.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Every change that Gauntlet makes to a file system goes through here, one method a system call, so that a test can watch
 * their order, let one of them fail, or lose what was not forced. Reading does not.
 */
public interface Disk {
    /**
     * Makes a new file.
     *
     * @param secret whether only its owner may read it, from the first moment, where the file system has modes
     * @throws FileAlreadyExistsException if something of that name exists, be it a link to nothing
     */
    DiskFile create(Path file, boolean secret) throws IOException;

    /** Opens a regular file, made if it is not there, cuts it to a size in bytes, and writes from there. */
    DiskFile append(Path file, long size) throws IOException;

    /** Opens what is there and is no regular file: a device, a FIFO. Waits for the reader of a FIFO. */
    DiskFile open(Path special) throws IOException;

    /** The standard output of this process, never to be closed. */
    DiskFile standardOutput();

    /** Returns when a regular file that another library wrote, or the names in a folder, are on the disk. */
    void force(Path path) throws IOException;

    /** Renames a file, in place of one that is there. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file, link or empty folder, and says whether it was there. */
    boolean delete(Path path) throws IOException;

    /**
     * Makes one folder.
     *
     * @throws FileAlreadyExistsException if something of that name exists: of two that try, one succeeds
     */
    void makeFolder(Path folder) throws IOException;

    /** Notes that a file was used now. */
    void touch(Path file) throws IOException;

    /**
     * Locks a file, made if it is not there, until it is closed or the process dies; empty if another process or thread
     * holds it. Nothing else may open this file: the system lets go of a lock when its process closes the file anywhere.
     */
    Optional<Closeable> lock(Path file) throws IOException;

    /** The files that were made, replaced, appended to or removed so far, in order of their names; hidden ones are left out. */
    default List<Path> changed() {
        return List.of();
    }

    /** The one in use: the real one, unless a test has put another in its place. */
    static Disk current() {
        return CurrentDisk.get();
    }

    /** Puts another in place of the real one, for all threads, until the result is closed. For tests. */
    static AutoClosing replace(Disk other) {
        return CurrentDisk.replace(other);
    }

    /** Puts the former one back. */
    interface AutoClosing extends AutoCloseable {
        @Override
        void close();
    }
}
