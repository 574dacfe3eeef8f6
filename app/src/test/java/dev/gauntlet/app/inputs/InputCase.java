package dev.gauntlet.app.inputs;

import java.nio.file.Path;
import java.util.List;

/**
 * A kind of file that people bring, a command line over a small example of it, and what must come of it.
 *
 * @param kind what the file is, as {@code docs/inputs.md} shows it
 * @param files writes the example into an empty folder
 * @param commands one or more command lines with {@code &&} between them; all but the last must succeed. A word that starts
 *     with {@code ./} names a file of the folder
 * @param code the exit code of the last command
 * @param printed what its output and errors together must contain; the first line is shown on the page. The folder is left
 *     out of names
 * @param absent what they must not contain
 */
record InputCase(String kind, Files files, String commands, int code, List<String> printed, List<String> absent) {
    /** Writes the files of a case. */
    @FunctionalInterface
    interface Files {
        void write(Path folder) throws Exception;
    }

    InputCase {
        printed = List.copyOf(printed);
        absent = List.copyOf(absent);
    }

    /** A case of which it is not said what must not be printed. */
    static InputCase of(String kind, Files files, String commands, int code, String... printed) {
        return new InputCase(kind, files, commands, code, List.of(printed), List.of());
    }

    /** The same case, whose output must not contain some texts. */
    InputCase without(String... texts) {
        return new InputCase(kind, files, commands, code, printed, List.of(texts));
    }

    @Override
    public String toString() {
        return kind;
    }
}
