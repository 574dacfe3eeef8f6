package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import java.util.function.Function;

/**
 * One column of separated text while it is read: of numbers as long as all that is not missing is one, else of texts. Where
 * numbers were kept before the first text came, what they were written as is lost, and the column is read once more.
 */
final class CsvColumn {
    private final String name;
    private final int field;
    private final boolean demanded;
    private final boolean time;
    private ColumnBuilder values;
    private boolean text;
    private boolean lost;
    private boolean marked;
    private int size;
    private int numbers;
    private Wrong texts = Wrong.NONE;
    private Wrong endless = Wrong.NONE;

    /** Of values of one sort, how many there are, and the first. */
    private record Wrong(int count, long line, String value) {
        static final Wrong NONE = new Wrong(0, 0, "");

        Wrong and(long at, String other) {
            return count == 0 ? new Wrong(1, at, other) : new Wrong(count + 1, line, value);
        }
    }

    /**
     * A column of which nothing is read.
     *
     * @param field its place in a record
     * @param demanded whether it must hold numbers
     * @param time whether it must hold times
     */
    CsvColumn(String name, int field, boolean demanded, boolean time) {
        this.name = name;
        this.field = field;
        this.demanded = demanded && !time;
        this.time = time;
        values = new ColumnBuilder(name, time ? Column.Kind.TIME : Column.Kind.NUMBER);
    }

    void take(CsvRecords records) {
        size++;
        if (text) {
            values.text(records.text(field));
        } else if (!lost) {
            number(records);
        }
    }

    private void number(CsvRecords records) {
        int length = records.stop(field) - records.start(field);
        double value = Decimals.parse(records.bytes(), records.start(field), records.stop(field));
        if (Double.isInfinite(value)) {
            value = other(records.text(field), records.line());
        } else if (!Double.isNaN(value)) {
            numbers++;
        } else {
            marked |= length > 0;
        }
        if (!text && !lost) {
            values.number(value);
        }
    }

    /** Takes what is no finite number; gives the time it may be. */
    private double other(String written, long line) {
        double value = time ? Times.parse(written) : Double.NaN;
        if (time && !Double.isInfinite(value)) {
            numbers++;
            return value;
        }
        if (!time && Decimals.isEndless(written)) {
            endless = endless.and(line, written);
            return Double.NaN;
        }
        texts = texts.and(line, written);
        if (!time && !demanded) {
            lost = numbers > 0 || marked || endless.count > 0;
            if (!lost) {
                blank(size - 1);
                values.text(written);
            }
        }
        return Double.NaN;
    }

    /** Begins a column of texts with some that are missing. */
    private void blank(int missing) {
        text = true;
        values = new ColumnBuilder(name, Column.Kind.TEXT);
        for (int i = 0; i < missing; i++) {
            values.text("");
        }
    }

    /** Adds what is wrong with the column to some problems. */
    void check(Problems problems, Function<Long, String> file) {
        if (texts.count > 0 && time) {
            problems.add(place(texts, file) + "; write seconds since 1970 or a date and time like 2024-05-01 12:30:00");
        } else if (texts.count > 0 && demanded) {
            problems.add(place(texts, file)
                    + " but must be a number"
                    + (texts.count > 1 ? " (so are %d more in this column)".formatted(texts.count - 1) : ""));
        } else if (texts.count == 0 && endless.count > 0) {
            problems.add(place(endless, file) + ", which is not finite; write a number or leave it empty");
        }
    }

    private String place(Wrong wrong, Function<Long, String> file) {
        String value = wrong.value;
        return "%s, field %s: is \"%s\""
                .formatted(file.apply(wrong.line), name, value.length() > 40 ? value.substring(0, 40) + "..." : value);
    }

    /** Whether all must be read once more, then as texts; else the column is whole. */
    boolean again() {
        if (text || time || demanded || (numbers > 0 && !lost)) {
            return false;
        }
        // A column of which all is missing holds texts.
        boolean again = lost || marked;
        blank(again ? 0 : size);
        return again;
    }

    Column build() {
        return values.build();
    }
}
