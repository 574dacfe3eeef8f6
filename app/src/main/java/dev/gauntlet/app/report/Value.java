package dev.gauntlet.app.report;

import dev.gauntlet.measure.Interval;
import java.util.Locale;

/**
 * A measured number as the report shows it.
 *
 * @param text for reading
 * @param range its 95 % interval, empty if it has none
 * @param cases how many cases it was counted on, empty if it is not a statistic
 * @param raw as in {@code findings.json}, as are {@code low} and {@code high}
 * @param n how many cases; 0 if it is not a statistic
 * @param at its place on a line of length 100 that stands for [0, 1]
 * @param from where its interval starts on that line
 * @param span how long the interval is on that line
 */
public record Value(
        String text,
        String range,
        String cases,
        String raw,
        String low,
        String high,
        int n,
        String at,
        String from,
        String span) {
    /** A share. */
    static Value share(Interval interval) {
        return of(interval, value -> Numbers.fixed(value, 3));
    }

    /** A fact of any kind. */
    static Value fact(String name, Interval interval) {
        if (Words.isTruth(name)) {
            return of(interval, value -> value == 0 ? "no" : "yes");
        }
        boolean share = interval.n() > 0 || Words.isShare(name);
        // Over a few repetitions the interval of an amount can reach below 0, which no amount does.
        double least = Math.min(0, interval.value());
        return share ? share(interval) : of(interval, value -> Numbers.plain(Math.max(least, value)));
    }

    private interface Text {
        String of(double value);
    }

    private static Value of(Interval interval, Text text) {
        // The ends of what did not vary may differ in their last digits, which findings.json does not keep.
        boolean spread = interval.high() - interval.low() > 1e-9 * Math.max(1, Math.abs(interval.high()));
        double low = Math.max(0, interval.low());
        return new Value(
                text.of(interval.value()),
                spread ? text.of(interval.low()) + "–" + text.of(interval.high()) : "",
                interval.n() > 0 ? String.format(Locale.ROOT, "n %,d", interval.n()) : "",
                Numbers.raw(interval.value()),
                Numbers.raw(interval.low()),
                Numbers.raw(interval.high()),
                interval.n(),
                Numbers.place(interval.value()),
                Numbers.place(low),
                Numbers.place(Math.min(1, interval.high()) - low));
    }

    /** The interval and the number of cases on one line. */
    public String small() {
        return range + (range.isEmpty() || cases.isEmpty() ? "" : " · ") + cases;
    }
}
