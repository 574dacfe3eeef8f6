package dev.gauntlet.adapters.remote;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON document with placeholders for rows, each a string: {@code $rows} (lists), {@code $records} (objects by
 * feature), {@code $row} and {@code $record} (a single row), {@code $values} (all values in one list), {@code $columns}
 * (the features' names), {@code $size} and {@code $width}. Numbers are written so that parsing them as doubles gives
 * the same bits, integer features without a decimal point, missing values as null. A category is written as its string
 * if the document names columns ({@code $records}, {@code $record}, or {@code $columns} beside the rows), otherwise as
 * its code.
 */
record Template(JsonNode tree) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final double EXACT = 0x1p53;
    /** A string in the place of a number. */
    static final String MALFORMED = "not-a-number";

    private static final java.util.Set<String> PLACES =
            java.util.Set.of("$rows", "$records", "$row", "$record", "$values", "$columns", "$size", "$width");

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it has no placeholder for rows, or an unknown placeholder
     */
    static Template of(JsonNode tree) {
        TreeSet<String> used = new TreeSet<>();
        collect(tree, used);
        for (String place : used) {
            if (!PLACES.contains(place)) {
                throw new IllegalArgumentException(
                        "has no placeholder %s; the placeholders are %s".formatted(place, new TreeSet<>(PLACES)));
            }
        }
        if (used.stream().noneMatch(place -> place.startsWith("$r") || place.equals("$values"))) {
            throw new IllegalArgumentException("must contain $rows, $records, $row, $record or $values");
        }
        return new Template(tree);
    }

    static Template parse(String json) {
        return of(MAPPER.readTree(json));
    }

    private static void collect(JsonNode node, java.util.Set<String> used) {
        if (node.isString() && node.stringValue().startsWith("$")) {
            used.add(node.stringValue());
        }
        node.values().forEach(inner -> collect(inner, used));
    }

    private boolean holds(String place) {
        TreeSet<String> used = new TreeSet<>();
        collect(tree, used);
        return used.contains(place);
    }

    /** Whether it consists of the rows only. */
    boolean isRows() {
        return tree.asString("").equals("$rows");
    }

    /** Whether it takes one row only. */
    boolean oneRow() {
        return holds("$row") || holds("$record");
    }

    /** Whether categories are sent as strings. */
    boolean namesColumns() {
        return holds("$columns") || holds("$records") || holds("$record");
    }

    /** A value as text: the string of a category or its code; empty if it is missing. */
    static String text(Feature feature, double value, boolean texts, boolean floats) throws Trouble {
        if (Double.isInfinite(value)) {
            throw infinite(feature);
        }
        if (Double.isNaN(value)) {
            return "";
        }
        if (texts && feature.kind() == Feature.Kind.CATEGORY) {
            return feature.text(value);
        }
        return isWhole(feature, value)
                ? Long.toString((long) value)
                : Double.toString(floats ? (double) (float) value : value);
    }

    private static boolean isWhole(Feature feature, double value) {
        return feature.kind() != Feature.Kind.REAL && value == Math.rint(value) && Math.abs(value) < EXACT;
    }

    private static Trouble infinite(Feature feature) {
        return Trouble.lasting("feature %s is infinite, which cannot be sent".formatted(feature.name()));
    }

    /** The document for these rows. */
    byte[] fill(Schema schema, Rows rows, boolean floats) throws Trouble {
        return fill(schema, rows, floats, Wire.NONE);
    }

    /** The same, with a malformed value in the first row. */
    byte[] fill(Schema schema, Rows rows, boolean floats, int malformed) throws Trouble {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            new Filling(schema, rows, namesColumns(), floats, malformed, out).write(tree);
        }
        return bytes.toByteArray();
    }

    private record Filling(Schema schema, Rows rows, boolean texts, boolean floats, int malformed, JsonGenerator out) {
        void write(JsonNode node) throws Trouble {
            if (node.isObject()) {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    out.writeName(entry.getKey());
                    write(entry.getValue());
                }
                out.writeEndObject();
            } else if (node.isArray()) {
                out.writeStartArray();
                for (JsonNode entry : node.values()) {
                    write(entry);
                }
                out.writeEndArray();
            } else {
                place(node);
            }
        }

        private void place(JsonNode node) throws Trouble {
            switch (node.asString("")) {
                case "$rows" -> {
                    out.writeStartArray();
                    for (int i = 0; i < rows.size(); i++) {
                        list(i);
                    }
                    out.writeEndArray();
                }
                case "$records" -> {
                    out.writeStartArray();
                    for (int i = 0; i < rows.size(); i++) {
                        object(i);
                    }
                    out.writeEndArray();
                }
                case "$row" -> list(0);
                case "$record" -> object(0);
                case "$values" -> {
                    out.writeStartArray();
                    for (int i = 0; i < rows.size(); i++) {
                        values(i);
                    }
                    out.writeEndArray();
                }
                case "$columns" -> {
                    out.writeStartArray();
                    schema.features().forEach(feature -> out.writeString(feature.name()));
                    out.writeEndArray();
                }
                case "$size" -> out.writeNumber(rows.size());
                case "$width" -> out.writeNumber(rows.width());
                default -> out.writePOJO(node);
            }
        }

        private void list(int row) throws Trouble {
            out.writeStartArray();
            values(row);
            out.writeEndArray();
        }

        private void values(int row) throws Trouble {
            for (int j = 0; j < rows.width(); j++) {
                value(row, j);
            }
        }

        private void object(int row) throws Trouble {
            out.writeStartObject();
            for (int j = 0; j < rows.width(); j++) {
                out.writeName(schema.feature(j).name());
                value(row, j);
            }
            out.writeEndObject();
        }

        private void value(int row, int column) throws Trouble {
            Feature feature = schema.feature(column);
            double value = rows.get(row, column);
            if (row == 0 && column == malformed) {
                out.writeString(MALFORMED);
            } else if (Double.isInfinite(value)) {
                throw infinite(feature);
            } else if (Double.isNaN(value)) {
                out.writeNull();
            } else if (texts && feature.kind() == Feature.Kind.CATEGORY) {
                out.writeString(feature.text(value));
            } else if (isWhole(feature, value)) {
                out.writeNumber((long) value);
            } else {
                out.writeNumber(floats ? (double) (float) value : value);
            }
        }
    }
}
