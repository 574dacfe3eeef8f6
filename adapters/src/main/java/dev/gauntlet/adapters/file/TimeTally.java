package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Counts the time formats that fit the cells of a column. Units of numbers are distinguished by magnitude: seconds
 * since 1970 have at most 11 digits, milliseconds 12 to 14, microseconds 15 to 17, nanoseconds more. Whether the day or
 * the month is first is known if a day is greater than 12.
 */
final class TimeTally {
    /** The units in ascending order of magnitude, and the number from which the next unit applies. */
    private static final String[] UNITS = {
        TimeFormat.SECONDS, TimeFormat.MILLISECONDS, TimeFormat.MICROSECONDS, TimeFormat.NANOSECONDS
    };

    private static final double SMALLEST_MILLIS = 1e11;

    private final int[] units = new int[UNITS.length];
    private int zeros;
    private int iso;
    private int dayFirst;
    private int monthFirst;
    private int dates;
    private int others;

    /** The tally of a column of numbers. */
    static TimeTally of(Column column) {
        TimeTally tally = new TimeTally();
        for (int i = 0; i < column.size(); i++) {
            if (!column.missing(i)) {
                tally.number(column.number(i));
            }
        }
        return tally;
    }

    void number(double value) {
        if (value == 0) {
            zeros++;
            return;
        }
        int unit = 0;
        for (double limit = SMALLEST_MILLIS; unit < UNITS.length - 1 && Math.abs(value) >= limit; limit *= 1e3) {
            unit++;
        }
        units[unit]++;
    }

    void text(String written) {
        if (Double.isFinite(Times.iso(written, ZoneOffset.UTC))) {
            iso++;
            return;
        }
        boolean day = Double.isFinite(Times.dayFirst(written, ZoneOffset.UTC));
        boolean month = Double.isFinite(Times.monthFirst(written, ZoneOffset.UTC));
        dayFirst += day ? 1 : 0;
        monthFirst += month ? 1 : 0;
        dates += day || month ? 1 : 0;
        others += day || month ? 0 : 1;
    }

    private int numbers() {
        int sum = zeros;
        for (int count : units) {
            sum += count;
        }
        return sum;
    }

    private int all() {
        return numbers() + iso + dates + others;
    }

    /** Whether nearly all cells are dates, with the year, the day or the month first. */
    boolean isDates() {
        return ColumnDecision.nearlyAll(Math.max(iso, dates), all());
    }

    /** Whether nearly all are times of one kind, whether or not their format is clear. */
    boolean isTimes() {
        return isDates() || ColumnDecision.nearlyAll(numbers(), all());
    }

    /** The format of the times; empty if it is ambiguous. */
    Optional<TimeFormat> format() {
        if (all() == 0) {
            return Optional.of(TimeFormat.USUAL);
        }
        if (ColumnDecision.nearlyAll(numbers(), all())) {
            String found = "";
            for (int u = 0; u < units.length; u++) {
                if (units[u] > 0) {
                    if (!found.isEmpty()) {
                        return Optional.empty();
                    }
                    found = UNITS[u];
                }
            }
            return Optional.of(TimeFormat.of(found.isEmpty() ? TimeFormat.SECONDS : found));
        }
        if (ColumnDecision.nearlyAll(iso, all())) {
            return Optional.of(TimeFormat.of(TimeFormat.ISO));
        }
        if (dayFirst == dates && monthFirst < dates) {
            return Optional.of(TimeFormat.of(TimeFormat.DAY_FIRST));
        }
        return monthFirst == dates && dayFirst < dates
                ? Optional.of(TimeFormat.of(TimeFormat.MONTH_FIRST))
                : Optional.empty();
    }
}
