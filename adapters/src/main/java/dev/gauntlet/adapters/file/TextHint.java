package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Suggests features that can be derived from a column with many different texts. */
final class TextHint {
    private static final int SAMPLE = 200;
    private static final double MOST = 0.8;
    private static final Pattern URL =
            Pattern.compile("[a-z][a-z0-9+.-]*://.+|[\\w.-]+\\.[a-z]{2,}/.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]+\\.?", Pattern.CASE_INSENSITIVE);

    private TextHint() {}

    /** A clause to append to a note; empty if the texts are dates or addresses. */
    static String of(Column column) {
        List<String> sample = sample(column);
        if (share(sample, URL) > MOST) {
            return derive("url-text", column);
        }
        if (share(sample, DOMAIN) > MOST) {
            return derive("domain-text", column);
        }
        boolean long_ = sample.stream().mapToInt(String::length).average().orElse(0) > 20
                || sample.stream().anyMatch(text -> text.indexOf(' ') >= 0);
        return long_ ? derive("url-text", column) : "";
    }

    /** Whether the texts of a column are dates, whether or not their format is clear. */
    static boolean isDates(Column column) {
        return isDates(sample(column));
    }

    private static boolean isDates(List<String> sample) {
        TimeTally times = new TimeTally();
        sample.forEach(times::text);
        return times.isDates();
    }

    private static List<String> sample(Column column) {
        return IntStream.range(0, column.size())
                .filter(i -> !column.missing(i))
                .limit(SAMPLE)
                .mapToObj(column::text)
                .toList();
    }

    private static double share(List<String> sample, Pattern pattern) {
        return sample.stream()
                        .filter(text -> pattern.matcher(text.strip()).matches())
                        .count()
                / (double) Math.max(1, sample.size());
    }

    private static String derive(String transform, Column column) {
        return "; features can be made of it: --derive %s:column=%s".formatted(transform, column.name());
    }
}
