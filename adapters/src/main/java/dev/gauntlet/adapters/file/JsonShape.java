package dev.gauntlet.adapters.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Maps the objects of a JSON file to rows. Lists whose length differs and objects with very many names, such as imports
 * by library, are texts and no columns of their own; that is known once all was read, so that the file is then read
 * again.
 */
final class JsonShape {
    /** The most elements of a list that become columns, and the most names of a nested object. */
    static final int LONGEST = 4096;

    private static final int MOST_NAMES = 200;

    private final Map<String, Integer> lengths = new HashMap<>();
    private final Set<String> uneven = new TreeSet<>();
    private final Map<String, Set<String>> within = new HashMap<>();
    private final Set<String> maps = new TreeSet<>();
    private boolean changed;

    /** One value: a number or a text. */
    record Cell(String name, Object value) {}

    /** The values of one object that are not null. */
    record Row(List<Cell> cells) {}

    /** Whether the file must be read again; if so, this resets its state. */
    boolean changed() {
        boolean before = changed;
        changed = false;
        return before;
    }

    List<String> notes(String file) {
        List<String> notes = new ArrayList<>();
        uneven.forEach(
                name -> notes.add("%s: the list \"%s\" does not have the same length in every row and is read as text"
                        .formatted(file, name)));
        maps.forEach(name -> notes.add("%s: the object \"%s\" has more than %d different names and is left out"
                .formatted(file, name, MOST_NAMES)));
        return notes;
    }

    /** The object whose start was just read. */
    Row row(JsonParser parser) {
        List<Cell> cells = new ArrayList<>();
        object(parser, "", cells);
        return new Row(cells);
    }

    private void object(JsonParser parser, String prefix, List<Cell> cells) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            if (!prefix.isEmpty() && isMap(prefix, name)) {
                parser.skipChildren();
                continue;
            }
            switch (token) {
                case START_OBJECT -> object(parser, name + ".", cells);
                case START_ARRAY -> list(parser, name, cells);
                case VALUE_NULL -> {
                    // Missing.
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> cells.add(new Cell(name, parser.getDoubleValue()));
                case VALUE_TRUE -> cells.add(new Cell(name, 1.0));
                case VALUE_FALSE -> cells.add(new Cell(name, 0.0));
                default -> cells.add(new Cell(name, parser.getString()));
            }
        }
    }

    private boolean isMap(String prefix, String name) {
        String parent = prefix.substring(0, prefix.length() - 1);
        if (maps.contains(parent)) {
            return true;
        }
        Set<String> names = within.computeIfAbsent(parent, p -> new HashSet<>());
        names.add(name);
        if (names.size() <= MOST_NAMES) {
            return false;
        }
        maps.add(parent);
        within.remove(parent);
        changed = true;
        return true;
    }

    private void list(JsonParser parser, String name, List<Cell> cells) {
        List<String> written = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isStructStart()) {
                parser.skipChildren();
                written.add("...");
            } else {
                written.add(parser.getString());
            }
            if (token.isNumeric()) {
                numbers.add(parser.getDoubleValue());
            }
        }
        int size = written.size();
        boolean even = numbers.size() == size && size > 0 && size <= LONGEST && !uneven.contains(name);
        int length = lengths.computeIfAbsent(name, list -> even ? size : -1);
        if (even && length == size) {
            for (int i = 0; i < size; i++) {
                cells.add(new Cell(element(name, i), numbers.get(i)));
            }
            return;
        }
        if (length > 0 && uneven.add(name)) {
            lengths.put(name, -1);
            changed = true;
        }
        cells.add(new Cell(name, "[" + String.join(", ", written) + "]"));
    }

    /** The name of an element of a list. */
    static String element(String list, int index) {
        return list + "[" + index + "]";
    }

    /** Whether a column, or its list, is ignored. */
    static boolean isIgnored(String name, List<String> ignored) {
        int list = name.endsWith("]") ? name.lastIndexOf('[') : -1;
        return ignored.contains(name) || (list >= 0 && ignored.contains(name.substring(0, list)));
    }

    /** Whether a text is the beginning of an incomplete object. */
    static boolean isOpen(String text) {
        try {
            return depth(text) > 0;
        } catch (JacksonException e) {
            return e instanceof UnexpectedEndOfInputException;
        }
    }

    /** Whether a text is a complete object. */
    static boolean isWhole(String text) {
        try {
            return text.startsWith("{") && depth(text) == 0;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static int depth(String text) {
        int depth = 0;
        try (JsonParser parser = JsonFields.parser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        }
        return depth;
    }
}
