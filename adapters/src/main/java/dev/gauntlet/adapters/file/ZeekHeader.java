package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.ArrayList;
import java.util.List;

/** What the header lines of a Zeek log have said so far of its fields. */
final class ZeekHeader {
    private String separator = "\t";
    private String unset = "-";
    private String empty = "(empty)";
    private List<String> fields = List.of();
    private List<String> types = List.of();

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
     * Takes a line that begins with {@code #}; true if it states the types, which end the statement of the fields.
     *
     * @throws IllegalArgumentException if it says nothing that can be meant
     */
    boolean take(String text) {
        if (text.startsWith("#separator")) {
            String written = text.substring("#separator".length()).strip();
            if (written.isEmpty()) {
                throw new IllegalArgumentException("#separator names none; Zeek writes #separator \\x09");
            }
            separator = written.startsWith("\\x") ? character(written.substring(2)) : written;
            return false;
        }
        List<String> parts = split(text);
        List<String> values = parts.subList(1, parts.size());
        if (values.isEmpty()) {
            throw new IllegalArgumentException("\"%s\" states nothing behind it".formatted(text));
        }
        switch (parts.get(0)) {
            case "#unset_field" -> unset = values.get(0);
            case "#empty_field" -> empty = values.get(0);
            case "#fields" -> fields = List.copyOf(values);
            case "#types" -> types = List.copyOf(values);
            default -> {
                // #set_separator, #path, #open and #close say nothing of the values.
            }
        }
        boolean typed = parts.get(0).equals("#types");
        if (typed && fields.size() != types.size()) {
            throw new IllegalArgumentException("%d types for %d fields".formatted(types.size(), fields.size()));
        }
        return typed;
    }

    private static String character(String hex) {
        try {
            return String.valueOf((char) Integer.parseInt(hex, 16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the separator \\x" + hex + " is no hexadecimal number", e);
        }
    }

    List<String> split(String text) {
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

    /** The number that a value of a numeric type is; infinite if it is none. */
    static double number(String type, String value) {
        if (type.equals("bool") && (value.equals("T") || value.equals("F"))) {
            return value.equals("T") ? 1 : 0;
        }
        double number = Decimals.parse(value);
        return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
    }
}
