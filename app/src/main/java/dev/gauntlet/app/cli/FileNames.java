package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** What the locale makes of file names and other words of the command line: in some, letters beyond ASCII are lost. */
final class FileNames {
    private static final String REMEDY = "set LC_ALL=C.UTF-8 and run the command again";

    private FileNames() {}

    /** What to say if a word lost letters before Java saw it. */
    static Optional<String> lost(String... arguments) {
        return Arrays.stream(arguments)
                .filter(word -> !encoding().newEncoder().canEncode(word))
                .findFirst()
                .map(word -> "\"%s\": the locale, whose encoding is %s, cannot express all letters of this; %s"
                        .formatted(Printable.of(word), encoding().displayName(), REMEDY));
    }

    /** The path that a word of the command line names. */
    static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(invalid(e));
        }
    }

    /** What to say of a name that no file can have. */
    static String invalid(InvalidPathException e) {
        return "\"%s\": is no valid file name here (%s)%s"
                .formatted(
                        Printable.of(e.getInput()),
                        e.getReason(),
                        encoding().equals(StandardCharsets.UTF_8) ? "" : "; " + REMEDY);
    }

    /** A message in which each argument with the end of a line within it stays on its line. */
    static String onOneLine(String message, String... arguments) {
        String whole = message;
        for (String word : arguments) {
            if (word.indexOf('\n') >= 0) {
                whole = whole.replace(word, Printable.of(word));
            }
        }
        return whole;
    }

    private static Charset encoding() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
