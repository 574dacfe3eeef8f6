package dev.gauntlet.adapters.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Reads times: seconds since 1970, or a date with or without a time of day, in UTC where no other zone is named. */
final class Times {
    private static final Pattern SHORT_ZONE = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");
    private static final Pattern ZONED = Pattern.compile(".*[T ].*(Z|[+-]\\d\\d:\\d\\d)$");

    private Times() {}

    /** Seconds since 1970; NaN for a mark of a missing time, infinite for what is none. */
    static double parse(String written) {
        double number = Decimals.parse(written, 0, written.length());
        if (!Double.isInfinite(number)) {
            return number;
        }
        String text = SHORT_ZONE.matcher(written.strip()).replaceFirst("$1:$2").replaceFirst("(?<=\\d) (?=\\d)", "T");
        try {
            Instant time = ZONED.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant()
                    : (text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text))
                            .toInstant(ZoneOffset.UTC);
            return time.getEpochSecond() + time.getNano() / 1e9;
        } catch (DateTimeException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
