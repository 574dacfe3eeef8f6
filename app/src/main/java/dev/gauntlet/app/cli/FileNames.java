package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** What the locale makes of file names and other words of the command line: in some, letters beyond ASCII are lost. */
final class FileNames {
    private static final String REMEDY = "set LC_ALL=C.UTF-8 and run the command again";

    /** The bytes of the words that this process was started with, on Linux. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private FileNames() {}

    /** What to say if a word lost letters before Java saw it. */
    static Optional<String> lost(String... arguments) {
        return unexpressed(arguments).or(() -> undecoded(arguments));
    }

    /** The same where bytes of it are no letters in the encoding of the locale; found where the system shows the bytes. */
    private static Optional<String> undecoded(String... arguments) {
        try {
            String[] words =
                    Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1).split("\0", -1);
            // Those of Java come first, and nothing after the last NUL.
            int first = words.length - 1 - arguments.length;
            for (int i = 0; first > 0 && i < arguments.length; i++) {
                byte[] word = words[first + i].getBytes(StandardCharsets.ISO_8859_1);
                if (!isText(word)) {
                    return Optional.of(
                            ("\"%s\": has bytes that are no text in %s, the encoding of the locale; rename the file, or set"
                                            + " LC_ALL to the locale in whose encoding it was named")
                                    .formatted(
                                            Printable.of(arguments[i]),
                                            encoding().displayName()));
                }
            }
        } catch (IOException e) {
            // There is no such file here.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isText(byte[] word) {
        try {
            encoding().newDecoder().decode(ByteBuffer.wrap(word));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Optional<String> unexpressed(String... arguments) {
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
