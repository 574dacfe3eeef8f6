package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a column value by value. */
final class ColumnBuilder {
    private static final int CHUNK = 1 << 12;

    private final String name;
    private final Column.Kind kind;
    private final Map<String, String> same = new HashMap<>();
    /** The full chunks and the one that is being filled. */
    private final List<double[]> numbers = new ArrayList<>();

    private double[] chunk = new double[0];
    private @Nullable String[] texts = new String[0];
    private int size;

    ColumnBuilder(String name, Column.Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    String name() {
        return name;
    }

    boolean numeric() {
        return kind.isNumeric();
    }

    void number(double value) {
        if (size % CHUNK == 0) {
            chunk = new double[CHUNK];
            numbers.add(chunk);
        }
        chunk[size++ % CHUNK] = value;
    }

    /** Adds a text; an empty text is missing. */
    void text(@Nullable String value) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, Math.max(1024, 2 * size));
        }
        texts[size++] = value == null || value.isEmpty() ? null : same.computeIfAbsent(value, text -> text);
    }

    Column build() {
        return switch (kind) {
            case NUMBER, TIME -> Column.of(name, kind, size, i -> numbers.get(i / CHUNK)[i % CHUNK]);
            case TEXT -> Column.texts(name, Arrays.copyOf(texts, size));
            case ADDRESS -> Column.addresses(name, Arrays.copyOf(texts, size));
        };
    }
}
