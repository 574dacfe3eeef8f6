package dev.gauntlet.adapters.disk;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What is said of a file that cannot be written: a mistake if another path would do, a {@link FailedWrite} otherwise. */
public final class Unwritable {
    private static final Set<String> MISTAKES = Set.of(
            "Is a directory",
            "Not a directory",
            "File name too long",
            "Read-only file system",
            "Operation not permitted",
            "No such device or address",
            "Too many levels of symbolic links");

    static final String UNLOCKABLE = "it cannot be locked: ";

    private Unwritable() {}

    /** The failure of a write. */
    public static RuntimeException of(Path path, IOException e) {
        return of(path, e, "");
    }

    /**
     * The same.
     *
     * @param more what else there is to say, after the reason
     */
    public static RuntimeException of(Path path, IOException e, String more) {
        String message = "%s: cannot be written (%s)%s".formatted(path, reason(e), more);
        return isMistake(e) ? new InputException(message) : new FailedWrite(message, e);
    }

    private static boolean isMistake(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof AccessDeniedException
                || e instanceof FileAlreadyExistsException
                || e instanceof NotDirectoryException
                || e instanceof FileSystemLoopException
                || (e instanceof FileSystemException file
                        && (MISTAKES.contains(reason(file)) || reason(file).startsWith(UNLOCKABLE)));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return Optional.ofNullable(denied.getFile())
                            .filter(file -> Files.isRegularFile(Path.of(file)))
                            .isPresent()
                    ? "no permission for the file"
                    : "no permission for the folder";
        }
        if (e instanceof FileSystemException file) {
            return Optional.ofNullable(file.getReason()).orElse("a file of that name exists");
        }
        return Optional.ofNullable(e.getMessage()).orElse("the write failed");
    }
}
