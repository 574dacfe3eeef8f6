package dev.gauntlet.data;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One named, typed, immutable column of raw records. Numbers and times (seconds since 1970, UTC) are doubles with NaN
 * for missing; texts and addresses are strings with null for missing.
 */
public final class Column {
    /** What a column holds. */
    public enum Kind {
        NUMBER,
        TIME,
        TEXT,
        ADDRESS;

        public boolean isNumeric() {
            return this == NUMBER || this == TIME;
        }
    }

    private final String name;
    private final Kind kind;
    private final double[] numbers;
    private final @Nullable String[] texts;

    private Column(String name, Kind kind, double[] numbers, @Nullable String[] texts) {
        this.name = name;
        this.kind = kind;
        this.numbers = numbers;
        this.texts = texts;
    }

    public static Column numbers(String name, double[] values) {
        return new Column(name, Kind.NUMBER, values.clone(), new String[0]);
    }

    /** A numeric column of as many records as stated, each of which is read once, in their order. */
    public static Column of(String name, Kind kind, int size, IntToDoubleFunction values) {
        Require.that(kind.isNumeric(), "column %s (%s) does not contain numbers", name, kind);
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = values.applyAsDouble(i);
        }
        return new Column(name, kind, numbers, new String[0]);
    }

    public static Column times(String name, double[] seconds) {
        return new Column(name, Kind.TIME, seconds.clone(), new String[0]);
    }

    public static Column texts(String name, @Nullable String[] values) {
        return new Column(name, Kind.TEXT, new double[0], values.clone());
    }

    public static Column addresses(String name, @Nullable String[] values) {
        return new Column(name, Kind.ADDRESS, new double[0], values.clone());
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public int size() {
        return kind.isNumeric() ? numbers.length : texts.length;
    }

    /** The number or time of a record; NaN where missing. The column must be numeric. */
    public double number(int record) {
        return numbers[record];
    }

    /** The text of a record, numbers written plainly; empty where missing. */
    public String text(int record) {
        if (!kind.isNumeric()) {
            String text = texts[record];
            return text == null ? "" : text;
        }
        double value = numbers[record];
        if (Double.isNaN(value)) {
            return "";
        }
        return value == (long) value && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    public boolean missing(int record) {
        return kind.isNumeric() ? Double.isNaN(numbers[record]) : texts[record] == null;
    }

    /** The given records in the given order. */
    public Column select(int[] records) {
        if (kind.isNumeric()) {
            double[] chosen = new double[records.length];
            for (int i = 0; i < records.length; i++) {
                chosen[i] = numbers[records[i]];
            }
            return new Column(name, kind, chosen, texts);
        }
        @Nullable String[] chosen = new String[records.length];
        for (int i = 0; i < records.length; i++) {
            chosen[i] = texts[records[i]];
        }
        return new Column(name, kind, numbers, chosen);
    }

    /** This column followed by another of the same name and kind. */
    public Column append(Column more) {
        Require.that(
                more.name.equals(name) && more.kind == kind,
                "cannot append column %s (%s) to %s (%s)",
                more.name,
                more.kind,
                name,
                kind);
        if (kind.isNumeric()) {
            double[] all = Arrays.copyOf(numbers, size() + more.size());
            System.arraycopy(more.numbers, 0, all, size(), more.size());
            return new Column(name, kind, all, texts);
        }
        @Nullable String[] all = Arrays.copyOf(texts, size() + more.size());
        System.arraycopy(more.texts, 0, all, size(), more.size());
        return new Column(name, kind, numbers, all);
    }
}
