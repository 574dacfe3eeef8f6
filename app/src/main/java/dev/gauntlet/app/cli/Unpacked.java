package dev.gauntlet.app.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said where a library in native code cannot be unpacked into the folder for temporary files: its class then has no
 * beginning, and of the write that failed nothing is left but a cause, or the text of one.
 */
final class Unpacked {
    private static final int DEEPEST = 50;
    /** Java keeps only the text of a failed beginning for all but the first who asks for the class. */
    private static final Pattern WRITE =
            Pattern.compile("java\\.(?:io|nio\\.file)\\.\\w*Exception: (.+?)(?: \\[in thread .*)?$");

    private Unpacked() {}

    /** The message, if that is why something failed. */
    static Optional<String> failure(Throwable failure) {
        List<Throwable> causes = causes(failure);
        boolean library = causes.stream().anyMatch(e -> e instanceof LinkageError || isOfTemporary(e));
        return library
                ? write(causes)
                        .map(reason ->
                                ("%s: a library of native code cannot be unpacked there (%s); make room there, allow"
                                                + " larger files (ulimit -f), or choose another folder:"
                                                + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR gauntlet ...")
                                        .formatted(System.getProperty("java.io.tmpdir"), reason))
                : Optional.empty();
    }

    /** The write that failed, for the end of another message; empty if none did. */
    static String reason(Throwable failure) {
        return write(causes(failure)).map(reason -> " (" + reason + ")").orElse("");
    }

    private static boolean isOfTemporary(Throwable e) {
        return e instanceof IOException
                && String.valueOf(e.getMessage()).startsWith(System.getProperty("java.io.tmpdir") + "/");
    }

    private static Optional<String> write(List<Throwable> causes) {
        for (Throwable e : causes) {
            if (e instanceof IOException write) {
                return Optional.of(
                        write instanceof NoSuchFileException
                                ? "there is no such folder"
                                : write.getMessage() == null ? write.toString() : write.getMessage());
            }
            Matcher text = WRITE.matcher(String.valueOf(e.getMessage()));
            if (text.find() && e instanceof LinkageError) {
                return Optional.of(text.group(1));
            }
        }
        return Optional.empty();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable next = failure; next != null && causes.size() < DEEPEST; next = next.getCause()) {
            causes.add(next);
        }
        return causes;
    }
}
