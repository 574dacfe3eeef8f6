package dev.gauntlet.adapters.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Columns without names, which are matched by position: a table must have those that a schema mentions.
 *
 * @param made the names that they get
 */
record Unnamed(Pattern made, FileFormat format, Optional<String> time) {
    /** The names in a table of NumPy, from 0. */
    static final Pattern ARRAY = Pattern.compile("f(\\d{1,7})");

    /** The names in text without a header, from 1. */
    static final Pattern TEXT = Pattern.compile("column(\\d{1,7})");

    private static final Comparator<String> BY_PLACE =
            Comparator.<String>comparingInt(String::length).thenComparing(name -> name);

    /** What is wrong with a table of these columns. */
    Optional<String> refuses(List<String> names) {
        TreeSet<String> known = unnamed(format.known());
        TreeSet<String> own = unnamed(names);
        if (known.isEmpty() || own.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> asked = new TreeSet<>(own);
        asked.removeIf(name -> !known.contains(name) && isStated(name, names.indexOf(name)));
        boolean unlabelled =
                format.label().filter(known.last()::equals).isPresent() && asked.equals(known.headSet(known.last()));
        return asked.equals(known) || unlabelled
                ? Optional.empty()
                : Optional.of(
                        ("its table has %d columns without names, but the schema, or the training data, has %d; they"
                                        + " are matched by position. Give it the same columns, or list them all in a schema,"
                                        + " those that are not used under ignored")
                                .formatted(own.size(), known.size()));
    }

    /** Whether the user names the column, though the schema does not. */
    private boolean isStated(String name, int place) {
        return format.isLabel(name, place)
                || format.asWritten(name)
                || time.filter(name::equals).isPresent();
    }

    private TreeSet<String> unnamed(Collection<String> names) {
        TreeSet<String> unnamed = new TreeSet<>(BY_PLACE);
        names.stream().filter(name -> made.matcher(name).matches()).forEach(unnamed::add);
        return unnamed;
    }
}
