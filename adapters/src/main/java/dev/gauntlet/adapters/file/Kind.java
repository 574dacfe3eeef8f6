package dev.gauntlet.adapters.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** The formats of table files, recognised by their first bytes. */
enum Kind {
    SEPARATED_TEXT,
    PARQUET,
    JSON,
    ARFF,
    LIBSVM,
    NUMPY,
    ZEEK;

    private static final int HEAD = 1 << 16;
    /** A list of JSON that is empty, or begins with an object, a list, a number or a text. */
    private static final Pattern LIST =
            Pattern.compile("\\[\\s*+(?:[{\\]\\[]|-?\\d[\\d.eE+-]*+\\s*+,|\"[^\"]*+\"\\s*+,)");

    private static final Pattern SPARSE = Pattern.compile("[-+]?[0-9.eE+-]++([ \\t]++[0-9]++:[-+0-9.eE]++)++.*+");

    static Kind of(TextFile file) {
        byte[] head = file.head(HEAD);
        return NumpyFile.is(head) ? NUMPY : of(new String(head, StandardCharsets.UTF_8));
    }

    /** The format of a file that starts with this text. */
    static Kind of(String start) {
        if (start.startsWith("PAR1")) {
            return PARQUET;
        }
        String text = (start.startsWith("\uFEFF") ? start.substring(1) : start).stripLeading();
        String first = text.lines().findFirst().orElse("");
        if (text.startsWith("{") || LIST.matcher(text).lookingAt()) {
            return JSON;
        }
        if (first.startsWith("#separator") || first.startsWith("#fields\t")) {
            return ZEEK;
        }
        boolean relation = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("%"))
                .findFirst()
                .map(line -> line.toLowerCase(Locale.ROOT).startsWith("@relation"))
                .orElse(false);
        if (relation) {
            return ARFF;
        }
        return SPARSE.matcher(first).matches() ? LIBSVM : SEPARATED_TEXT;
    }
}
