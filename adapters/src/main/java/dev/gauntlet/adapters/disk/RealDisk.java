package dev.gauntlet.adapters.disk;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The file system of the machine. */
final class RealDisk implements Disk {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?>[] USUAL = {};

    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    private void note(Path path) {
        // What is hidden was written aside, or is a lock.
        if (!String.valueOf(path.getFileName()).startsWith(".")) {
            changed.add(path);
        }
    }

    @Override
    public List<Path> changed() {
        return changed.stream().sorted().toList();
    }

    @Override
    public DiskFile create(Path file, boolean secret) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean modes = secret && Modes.at(file);
        DiskFile made =
                new Opened(FileChannel.open(file, options, modes ? new FileAttribute<?>[] {OWNER_ONLY} : USUAL));
        note(file);
        return made;
    }

    @Override
    public DiskFile append(Path file, long size) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        note(file);
        try {
            if (size < channel.size()) {
                channel.truncate(size);
            }
            channel.position(size);
            return new Opened(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public DiskFile open(Path special) throws IOException {
        // What the shell opened for us may be a regular file after all, behind /dev/stdout.
        return new Opened(FileChannel.open(special, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    @Override
    public DiskFile standardOutput() {
        return new Opened(new FileOutputStream(FileDescriptor.out).getChannel());
    }

    @Override
    public void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && path.getFileSystem().getSeparator().equals("\\")) {
            // Windows has no such thing, and needs none.
            return;
        }
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        note(to);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        boolean deleted = Files.deleteIfExists(path);
        // What this process itself had made is gone, as if it had never been.
        if (deleted && !changed.remove(path)) {
            note(path);
        }
        return deleted;
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder);
    }

    @Override
    public void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        return FileLocks.take(file);
    }

    /** A file of the machine. */
    private record Opened(FileChannel channel) implements DiskFile {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return size;
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
