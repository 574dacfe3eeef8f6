package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Grows one column value by value. */
final class ColumnBuilder {
    private final String name;
    private final Column.Kind kind;
    private final Map<String, String> same = new HashMap<>();
    private double[] numbers = new double[0];
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
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(1024, 2 * size));
        }
        numbers[size++] = value;
    }

    /** Adds a text; the empty one is missing. */
    void text(@Nullable String value) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, Math.max(1024, 2 * size));
        }
        texts[size++] = value == null || value.isEmpty() ? null : same.computeIfAbsent(value, text -> text);
    }

    Column build() {
        return switch (kind) {
            case NUMBER -> Column.numbers(name, Arrays.copyOf(numbers, size));
            case TIME -> Column.times(name, Arrays.copyOf(numbers, size));
            case TEXT -> Column.texts(name, Arrays.copyOf(texts, size));
            case ADDRESS -> Column.addresses(name, Arrays.copyOf(texts, size));
        };
    }
}
