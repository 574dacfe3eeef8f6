package dev.gauntlet.adapters.file;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times: seconds since 1970, or a date with or without a time of day, in UTC where no other zone is named. */
final class Times {
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4})([-/])(\\d\\d?)\\2(\\d\\d?)"
                    + "(?:[T ](\\d\\d?):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9})\\d*)?)? ?(?:Z|UTC|([+-]\\d\\d)(?::?(\\d\\d))?)?)?");

    private Times() {}

    /** Seconds since 1970; NaN for a mark of a missing time, infinite for what is none. */
    static double parse(String written) {
        double number = Decimals.parse(written);
        if (!Double.isInfinite(number)) {
            return number;
        }
        Matcher date = DATE.matcher(written.strip());
        try {
            return date.matches() ? seconds(date) : Double.POSITIVE_INFINITY;
        } catch (DateTimeException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static double seconds(Matcher date) {
        LocalDateTime time = LocalDateTime.of(
                part(date, 1), part(date, 3), part(date, 4), part(date, 5), part(date, 6), part(date, 7));
        String zone = date.group(9);
        int minutes = zone == null ? 0 : 60 * part(date, 9) + (zone.startsWith("-") ? -1 : 1) * part(date, 10);
        long second = time.toEpochSecond(ZoneOffset.ofTotalSeconds(60 * minutes));
        String fraction = date.group(8);
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        // The nearest double to a time in microseconds, as databases hold it.
        return nanos % 1000 == 0 ? (1_000_000 * second + nanos / 1000) / 1e6 : second + nanos / 1e9;
    }

    private static int part(Matcher date, int group) {
        String digits = date.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
