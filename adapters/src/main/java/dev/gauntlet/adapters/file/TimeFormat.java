package dev.gauntlet.adapters.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The format of the times in a column.
 *
 * @param format one of {@link #NAMED}, or a pattern of {@link DateTimeFormatter} such as {@code dd/MM/yyyy HH:mm:ss}
 * @param zone the zone of times without one, for example {@code UTC} or {@code Europe/Zurich}; seconds since 1970 have
 *     none
 */
public record TimeFormat(String format, String zone) {
    /** Seconds since 1970, or a date as in ISO 8601. */
    public static final String SECONDS = "seconds";

    public static final String MILLISECONDS = "milliseconds";
    public static final String MICROSECONDS = "microseconds";
    public static final String NANOSECONDS = "nanoseconds";
    /** A year, a month and a day, perhaps with a time of day and a zone. */
    public static final String ISO = "iso";
    /** {@code 14/02/2018 08:31:01}. */
    public static final String DAY_FIRST = "day-first";
    /** {@code 02/14/2018 08:31:01}. */
    public static final String MONTH_FIRST = "month-first";

    /** The formats that have a name. */
    public static final List<String> NAMED =
            List.of(SECONDS, MILLISECONDS, MICROSECONDS, NANOSECONDS, ISO, DAY_FIRST, MONTH_FIRST);

    /** The default format of a column. */
    public static final TimeFormat USUAL = new TimeFormat(SECONDS, "UTC");

    private static final Map<String, Double> PER_SECOND =
            Map.of(SECONDS, 1.0, MILLISECONDS, 1e3, MICROSECONDS, 1e6, NANOSECONDS, 1e9);
    private static final Map<String, DateTimeFormatter> PATTERNS = new ConcurrentHashMap<>();

    public TimeFormat {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone must be a time zone such as UTC, +02:00 or Europe/Zurich but is \"%s\"".formatted(zone), e);
        }
        if (!NAMED.contains(format)) {
            pattern(format);
        }
    }

    /** A format in UTC. */
    static TimeFormat of(String format) {
        return new TimeFormat(format, "UTC");
    }

    private static DateTimeFormatter pattern(String format) {
        return PATTERNS.computeIfAbsent(format, TimeFormat::compiled);
    }

    private static DateTimeFormatter compiled(String format) {
        try {
            DateTimeFormatter compiled = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(format)
                    .toFormatter(Locale.ENGLISH);
            LocalDateTime any = LocalDateTime.of(2018, 2, 14, 8, 31, 1);
            LocalDate.from(compiled.parse(compiled.format(any.atZone(ZoneId.of("UTC")))));
            return compiled;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    ("format must be one of %s, or a pattern with a year, a month and a day such as "
                                    + "dd/MM/yyyy HH:mm:ss, but is \"%s\"")
                            .formatted(String.join(", ", NAMED), format),
                    e);
        }
    }

    /**
     * Parses a time as seconds since 1970; NaN for a marker of a missing time, infinite if it is not in this format.
     */
    double parse(String text) {
        String written = text.strip();
        if (Decimals.isMissing(written)) {
            return Double.NaN;
        }
        return switch (format) {
            case SECONDS -> {
                double number = Decimals.parse(written);
                yield Double.isInfinite(number) ? Times.iso(written, zoneId()) : number;
            }
            case MILLISECONDS, MICROSECONDS, NANOSECONDS -> of(Decimals.parse(written));
            case ISO -> Times.iso(written, zoneId());
            case DAY_FIRST -> Times.dayFirst(written, zoneId());
            case MONTH_FIRST -> Times.monthFirst(written, zoneId());
            default -> patterned(written);
        };
    }

    /** Converts a number to seconds since 1970; infinite if times in this format are not numbers. */
    double of(double number) {
        Double perSecond = PER_SECOND.get(format);
        return perSecond == null ? Double.POSITIVE_INFINITY : number / perSecond;
    }

    private double patterned(String written) {
        try {
            TemporalAccessor time =
                    pattern(format).parseBest(written, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            Instant instant = time instanceof ZonedDateTime zoned
                    ? zoned.toInstant()
                    : (time instanceof LocalDateTime local ? local : ((LocalDate) time).atStartOfDay())
                            .atZone(zoneId())
                            .toInstant();
            return Times.seconds(instant.getEpochSecond(), instant.getNano());
        } catch (DateTimeException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    /** Whether times are written as numbers since 1970, or can be. */
    boolean isOfNumbers() {
        return PER_SECOND.containsKey(format);
    }

    /** Whether times in this format are recognised automatically. */
    boolean isUsual() {
        return equals(USUAL) || equals(of(ISO));
    }

    @Override
    public String toString() {
        return zone.equals("UTC") ? format : format + " in " + zone;
    }
}
