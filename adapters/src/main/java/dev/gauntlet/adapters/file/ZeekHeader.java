package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The fields of a Zeek log, from the header lines read so far. */
final class ZeekHeader {
    private static final Pattern BLANKS = Pattern.compile(" {2,}");

    private String separator = "\t";
    private String unset = "-";
    private String empty = "(empty)";
    private List<String> fields = List.of();
    private List<String> types = List.of();
    /** The number of fields within one field, separated by several blanks, by index. */
    private final Map<Integer, Integer> parted = new TreeMap<>();

    List<String> fields() {
        return fields;
    }

    List<String> types() {
        return types;
    }

    boolean isComplete() {
        return !fields.isEmpty() && !types.isEmpty();
    }

    /**
     * Reads a line that begins with {@code #}; true if it is {@code #types}, after which the fields are known.
     *
     * @throws IllegalArgumentException if it is not a valid header line
     */
    boolean take(String text) {
        if (text.startsWith("#separator")) {
            String written = text.substring("#separator".length()).strip();
            if (written.isEmpty()) {
                throw new IllegalArgumentException("#separator is empty; Zeek writes #separator \\x09");
            }
            separator = written.startsWith("\\x") ? character(written.substring(2)) : written;
            return false;
        }
        List<String> parts = cut(text);
        List<String> values = parts.subList(1, parts.size());
        if (values.isEmpty()) {
            throw new IllegalArgumentException("\"%s\" has no value".formatted(text));
        }
        switch (parts.get(0)) {
            case "#unset_field" -> unset = values.get(0);
            case "#empty_field" -> empty = values.get(0);
            case "#fields" -> {
                fields = List.copyOf(unparted(values));
                types = List.of();
            }
            case "#types" ->
                types = List.copyOf(split(text).subList(1, split(text).size()));
            default -> {
                // #set_separator, #path, #open and #close are not needed to read values.
            }
        }
        boolean typed = parts.get(0).equals("#types");
        if (typed && fields.size() != types.size()) {
            throw new IllegalArgumentException(
                    Plural.format("%d type[s] for %d field[s]", types.size(), fields.size()));
        }
        return typed;
    }

    private static String character(String hex) {
        try {
            return String.valueOf((char) Integer.parseInt(hex, 16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the separator \\x" + hex + " is not a hexadecimal number", e);
        }
    }

    /**
     * The names of fields, split where several are in one, separated by blanks: the label and its details after {@code
     * tunnel_parents} in labelled logs such as those of IoT-23.
     */
    private List<String> unparted(List<String> values) {
        parted.clear();
        List<String> names = new ArrayList<>();
        for (int j = 0; j < values.size(); j++) {
            List<String> inner = List.of(BLANKS.split(values.get(j)));
            if (inner.size() > 1) {
                parted.put(j, inner.size());
            }
            names.addAll(inner);
        }
        return names;
    }

    /** The notes to report about the header. */
    List<String> notes(String file) {
        return parted.isEmpty()
                ? List.of()
                : List.of("%s: a field that contains several values, separated by blanks, is read as the columns %s"
                        .formatted(file, String.join(", ", fields.subList(firstParted(), fields.size()))));
    }

    private int firstParted() {
        return parted.keySet().iterator().next();
    }

    /** Whether there are fields but no types; the fields are read as text from now on. */
    boolean assumesTexts() {
        if (fields.isEmpty() || !types.isEmpty()) {
            return false;
        }
        types = java.util.Collections.nCopies(fields.size(), "string");
        return true;
    }

    /** The values of a line, split where several are in one field. */
    List<String> split(String text) {
        List<String> values = cut(text);
        if (parted.isEmpty()) {
            return values;
        }
        int before = text.startsWith("#") ? 1 : 0;
        List<String> all = new ArrayList<>();
        for (int j = 0; j < values.size(); j++) {
            Integer within = parted.get(j - before);
            if (within == null) {
                all.add(values.get(j));
            } else {
                all.addAll(List.of(BLANKS.split(values.get(j), within)));
            }
        }
        return all;
    }

    private List<String> cut(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    boolean isMissing(String value) {
        return value.equals(unset) || value.equals(empty);
    }

    static Column.Kind kind(String type) {
        return switch (type) {
            case "time" -> Column.Kind.TIME;
            case "interval", "count", "int", "double", "port", "bool" -> Column.Kind.NUMBER;
            case "addr" -> Column.Kind.ADDRESS;
            default -> Column.Kind.TEXT;
        };
    }

    /** Parses a value of a numeric type; infinite if it is not a number. */
    static double number(String type, String value) {
        if (type.equals("bool") && (value.equals("T") || value.equals("F"))) {
            return value.equals("T") ? 1 : 0;
        }
        double number = Decimals.parse(value);
        return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
    }
}
