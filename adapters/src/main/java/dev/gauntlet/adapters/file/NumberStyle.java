package dev.gauntlet.adapters.file;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the numbers of a column are written, if not as plain decimals such as {@code -1.5e3}. */
public enum NumberStyle {
    /** {@code 1234.5}. */
    PLAIN,
    /** {@code 1234,5}, {@code 1.234,5}: the comma is the decimal mark. */
    DECIMAL_COMMA,
    /** {@code 1,234.5}, {@code 1 234}, {@code 1'234}: the comma, blank or apostrophe groups thousands. */
    THOUSANDS,
    /** {@code 12%} is 12, and so is {@code 12}. */
    PERCENT,
    /** {@code 12%} is 0.12, and so is {@code 0.12}. */
    PERCENT_SHARE;

    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(?:\\.\\d{3})+,\\d*");
    private static final Pattern THOUSAND_GROUPS =
            Pattern.compile("[+-]?(?:\\d{1,3}(?:(?:,\\d{3})+|(?:[ '\u00a0\u202f\u2019]\\d{3})+)|\\d+)(?:\\.\\d*)?");

    /** Whether a percent sign may follow the numbers. */
    public boolean isPercent() {
        return this == PERCENT || this == PERCENT_SHARE;
    }

    /** The sentence on percentages of a column that have no percent sign. */
    String withoutSign(String column, long without, long all) {
        return String.format(
                Locale.ROOT,
                "column \"%s\": %,d of %,d percentages have no percent sign; they are read as %s",
                column,
                without,
                all,
                this == PERCENT ? "percent, so that 0.5 is 0.5 %" : "shares, so that 0.5 is 50 %");
    }

    /** Parses a number in this style; NaN for a marker of a missing number, infinite if it is not a finite number. */
    double parse(String text) {
        String written = text.strip();
        if (this == PLAIN || Decimals.isMissing(written)) {
            return Decimals.parse(written);
        }
        return switch (this) {
            case PLAIN -> Decimals.parse(written);
            case DECIMAL_COMMA -> decimalComma(written);
            case THOUSANDS ->
                THOUSAND_GROUPS.matcher(written).matches()
                        ? Decimals.parse(written.replaceAll("[, '\u00a0\u202f\u2019]", ""))
                        : Decimals.parse(written);
            case PERCENT -> percent(written, 1);
            case PERCENT_SHARE -> percent(written, 100);
        };
    }

    private static double decimalComma(String written) {
        if (GROUPED.matcher(written).matches()) {
            return Decimals.parse(written.replace(".", "").replace(',', '.'));
        }
        // A point would be a second decimal mark here.
        return written.indexOf('.') >= 0 || written.indexOf(',') != written.lastIndexOf(',')
                ? Double.POSITIVE_INFINITY
                : Decimals.parse(written.replace(',', '.'));
    }

    private static double percent(String written, double hundred) {
        if (!written.endsWith("%")) {
            return Decimals.parse(written);
        }
        double value = Decimals.parse(written.substring(0, written.length() - 1));
        // A marker of a missing number followed by a percent sign is not one.
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value / hundred;
    }
}
