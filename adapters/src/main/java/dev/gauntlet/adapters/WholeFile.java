package dev.gauntlet.adapters;

import dev.gauntlet.base.InputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Files that are written aside, forced to the disk and moved into place, so that no partial file is ever visible. */
public final class WholeFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private WholeFile() {}

    /** What a file is to hold, written as it is made. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is closed by who opened it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file, in place of one that is there. */
    public static void write(Path path, byte[] content) {
        put(path, out -> out.write(content));
    }

    /** The same for what is too large to be held. */
    public static void write(Path path, Content content) {
        put(path, content);
    }

    /** The same for what only its owner may read: mode 600 from the first moment, where the file system has modes. */
    public static void writeSecret(Path path, byte[] content) {
        put(
                path,
                out -> out.write(content),
                hasModes(path) ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
    }

    /** Whether files beside this one have an owner and a mode. */
    public static boolean hasModes(Path path) {
        try {
            return Files.getFileStore(folder(path)).supportsFileAttributeView(PosixFileAttributeView.class);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether others than its owner may read a file, where the file system says so. */
    public static boolean isOpenToOthers(Path path) {
        try {
            return hasModes(path)
                    && Files.getPosixFilePermissions(path).stream()
                            .anyMatch(p -> p == PosixFilePermission.GROUP_READ || p == PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    private static void put(Path path, Content content, FileAttribute<?>... attributes) {
        // Processes and threads differ in it, and unlike a temporary file it gets the mode that is usual here.
        Path aside = folder(path)
                .resolve(".%s.%d-%d.part"
                        .formatted(
                                path.getFileName(),
                                ProcessHandle.current().pid(),
                                Thread.currentThread().getId()));
        try {
            try {
                Files.deleteIfExists(aside);
                Files.createFile(aside, attributes);
                try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    content.writeTo(out);
                    out.flush();
                    channel.force(true);
                }
                move(aside, path);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static void move(Path aside, Path path) throws IOException {
        try {
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes a folder and those above it, unless they are there. */
    public static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** The message for a file that cannot be written. */
    public static InputException unwritable(Path path, IOException e) {
        return new InputException("%s: cannot be written (%s)".formatted(path, reason(e)));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission for the folder";
        }
        return e instanceof FileSystemException file
                ? Optional.ofNullable(file.getReason()).orElse("a file of that name exists")
                : String.valueOf(e.getMessage());
    }

    private static Path folder(Path path) {
        return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    }
}
