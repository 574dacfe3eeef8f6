package dev.gauntlet.adapters.file;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses decimal numbers without creating a string for each. Integers of up to 15 digits and powers of ten up to 22 are
 * exact doubles, so one multiplication or division rounds correctly (Clinger, "How to read floating point numbers
 * accurately", 1990); longer numbers take the slow path.
 */
final class Decimals {
    /**
     * The markers of a missing number: those of pandas, Weka's {@code ?} and Zeek's {@code -}. In a column of text only
     * the empty field is missing.
     */
    private static final Set<String> MISSING = Set.of(
            "",
            "?",
            "-",
            "NA",
            "N/A",
            "n/a",
            "<NA>",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "NaN",
            "nan",
            "-NaN",
            "-nan",
            "null",
            "NULL",
            "None",
            "none",
            "1.#IND",
            "-1.#IND",
            "1.#QNAN",
            "-1.#QNAN");

    private static final Pattern ENDLESS =
            Pattern.compile("[+-]?(inf(inity)?|(?=\\.?\\d)\\d*\\.?\\d*(e\\+?\\d+)?)", Pattern.CASE_INSENSITIVE);
    private static final double[] TENS = new double[23];

    static {
        double power = 1;
        for (int e = 0; e < TENS.length; e++) {
            TENS[e] = power;
            power *= 10;
        }
    }

    private Decimals() {}

    /** Whether a stripped text is a marker of a missing number. */
    static boolean isMissing(String stripped) {
        return MISSING.contains(stripped);
    }

    /** Whether a finite number is too large for single precision, in which many models compute. */
    static boolean isHuge(double value) {
        return Math.abs(value) > Float.MAX_VALUE;
    }

    /**
     * Parses a number; NaN for a marker of a missing number, infinity for anything else that is not a finite number in
     * the range of float.
     */
    static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Whether a text is a finite number. */
    static boolean isFinite(String text) {
        return Double.isFinite(parse(text));
    }

    /** Whether a text that is not a finite number is infinite or too large. */
    static boolean isEndless(String text) {
        String written = text.strip();
        return ENDLESS.matcher(written).matches() && !Double.isFinite(parse(written));
    }

    /** Parses a number in a range of bytes. */
    static double parse(byte[] text, int start, int stop) {
        int from = start;
        int to = stop;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        if (from == to) {
            return Double.NaN;
        }
        int at = from;
        boolean negative = text[at] == '-';
        at += negative || text[at] == '+' ? 1 : 0;
        long mantissa = 0;
        int digits = 0;
        int written = 0;
        int point = -1;
        for (; at < to; at++) {
            byte c = text[at];
            if (c >= '0' && c <= '9') {
                written++;
                mantissa = 10 * mantissa + (c - '0');
                digits += mantissa == 0 ? 0 : 1;
                if (digits > 15) {
                    return slowly(text, from, to);
                }
            } else if (c == '.' && point < 0) {
                point = at;
            } else {
                return slowly(text, from, to);
            }
        }
        int places = point < 0 ? 0 : to - 1 - point;
        if (written == 0 || places >= TENS.length) {
            return slowly(text, from, to);
        }
        double value = mantissa / TENS[places];
        return negative ? -value : value;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    private static double slowly(byte[] text, int from, int to) {
        String written = new String(text, from, to - from, StandardCharsets.UTF_8);
        if (MISSING.contains(written)) {
            return Double.NaN;
        }
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return Double.POSITIVE_INFINITY;
            }
        }
        try {
            double value = Double.parseDouble(written);
            return isHuge(value) ? Double.POSITIVE_INFINITY : value;
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
