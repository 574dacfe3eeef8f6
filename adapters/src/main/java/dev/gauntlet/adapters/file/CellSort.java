package dev.gauntlet.adapters.file;

import java.util.regex.Pattern;

/** The kind of a cell, by its text. */
enum CellSort {
    MISSING,
    NUMBER,
    /** {@code Infinity}, or a number too large for single precision, in which many models compute. */
    NOT_FINITE,
    /** {@code 0,5}: only a decimal comma gives a number. */
    DECIMAL_COMMA,
    /** {@code 1,234,567}: only groups of thousands give a number. */
    THOUSANDS,
    /** {@code 1,234}: 1.234 or 1234. */
    EITHER_COMMA,
    /** {@code 12%}. */
    PERCENT,
    TEXT;

    private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final String IN_NUMBERS = "+-.,eE% '\u00a0\u202f\u2019";

    /** The kind of a text. */
    static CellSort of(String text) {
        String written = text.strip();
        if (Decimals.isMissing(written)) {
            return MISSING;
        }
        if (!looksNumeric(written)) {
            return INFINITE.matcher(written).matches() ? NOT_FINITE : TEXT;
        }
        if (Decimals.isFinite(written)) {
            return NUMBER;
        }
        if (Decimals.isEndless(written)) {
            return NOT_FINITE;
        }
        if (written.endsWith("%")) {
            return isNumber(NumberStyle.PERCENT, written) ? PERCENT : TEXT;
        }
        if (EITHER.matcher(written).matches()) {
            return EITHER_COMMA;
        }
        if (isNumber(NumberStyle.DECIMAL_COMMA, written)) {
            return DECIMAL_COMMA;
        }
        return isNumber(NumberStyle.THOUSANDS, written) ? THOUSANDS : TEXT;
    }

    private static boolean looksNumeric(String written) {
        boolean digit = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (IN_NUMBERS.indexOf(c) < 0) {
                return false;
            }
        }
        return digit;
    }

    private static boolean isNumber(NumberStyle style, String written) {
        return Double.isFinite(style.parse(written));
    }
}
