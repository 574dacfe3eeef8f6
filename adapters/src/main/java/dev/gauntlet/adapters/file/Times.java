package dev.gauntlet.adapters.file;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates with or without a time of day: the year first as in ISO 8601, or the day or the month first. */
final class Times {
    private static final String CLOCK =
            "(?:(?:[T ]| +)(\\d\\d?):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9})\\d*)?)?(?: ?([AP])M)?"
                    + " ?(?:Z|UTC|GMT|([+-]\\d\\d)(?::?(\\d\\d))?)?)?";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})([-/])(\\d\\d?)\\2(\\d\\d?)" + CLOCK, Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMERIC =
            Pattern.compile("(\\d\\d?)([-/.])(\\d\\d?)\\2(\\d{4})" + CLOCK, Pattern.CASE_INSENSITIVE);
    /** The first group of the time of day. */
    private static final int HOUR = 5;

    private Times() {}

    /** Parses a date that begins with the year as seconds since 1970; infinite if it is not one. */
    static double iso(String written, ZoneId zone) {
        Matcher date = ISO.matcher(written.strip());
        return date.matches() ? time(date, 1, 3, 4, zone) : Double.POSITIVE_INFINITY;
    }

    static double dayFirst(String written, ZoneId zone) {
        Matcher date = NUMERIC.matcher(written.strip());
        return date.matches() ? time(date, 4, 3, 1, zone) : Double.POSITIVE_INFINITY;
    }

    static double monthFirst(String written, ZoneId zone) {
        Matcher date = NUMERIC.matcher(written.strip());
        return date.matches() ? time(date, 4, 1, 3, zone) : Double.POSITIVE_INFINITY;
    }

    private static double time(Matcher date, int year, int month, int day, ZoneId zone) {
        try {
            LocalDateTime time = LocalDateTime.of(
                    part(date, year),
                    part(date, month),
                    part(date, day),
                    hour(date),
                    part(date, HOUR + 1),
                    part(date, HOUR + 2));
            String fraction = date.group(HOUR + 3);
            int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
            return seconds(second(date, time, zone), nanos);
        } catch (DateTimeException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static int hour(Matcher date) {
        int hour = part(date, HOUR);
        String half = date.group(HOUR + 4);
        if (half == null) {
            return hour;
        }
        if (hour < 1 || hour > 12) {
            throw new DateTimeException("this is not an hour of a 12-hour clock");
        }
        return hour % 12 + (half.equalsIgnoreCase("P") ? 12 : 0);
    }

    private static long second(Matcher date, LocalDateTime time, ZoneId zone) {
        String offset = date.group(HOUR + 5);
        String end = date.group().toUpperCase(java.util.Locale.ROOT);
        if (offset == null) {
            ZoneId stated = end.endsWith("Z") || end.endsWith("UTC") || end.endsWith("GMT") ? ZoneOffset.UTC : zone;
            return time.atZone(stated).toEpochSecond();
        }
        int minutes = 60 * part(date, HOUR + 5) + (offset.startsWith("-") ? -1 : 1) * part(date, HOUR + 6);
        return time.toEpochSecond(ZoneOffset.ofTotalSeconds(60 * minutes));
    }

    /** Seconds as a double; for whole microseconds, the double nearest to them, as databases compute it. */
    static double seconds(long second, int nanos) {
        return nanos % 1000 == 0 ? (1_000_000 * second + nanos / 1000) / 1e6 : second + nanos / 1e9;
    }

    private static int part(Matcher date, int group) {
        String digits = date.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
