package dev.gauntlet.adapters.file;

/**
 * Reads decimal numbers without making a text of each. Up to 15 digits and powers of ten up to 22 both are exact doubles, so
 * that one multiplication or division rounds as it must (Clinger, "How to read floating point numbers accurately", 1990);
 * what is longer goes the slow way.
 */
final class Decimals {
    private static final double[] TENS = new double[23];

    static {
        double power = 1;
        for (int e = 0; e < TENS.length; e++) {
            TENS[e] = power;
            power *= 10;
        }
    }

    private Decimals() {}

    /** The number written there; NaN for a mark of a missing one, infinite for what is no finite number. */
    static double parse(String text, int start, int stop) {
        int from = start;
        int to = stop;
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        if (from == to) {
            return Double.NaN;
        }
        int at = from;
        boolean negative = text.charAt(at) == '-';
        at += negative || text.charAt(at) == '+' ? 1 : 0;
        long mantissa = 0;
        int digits = 0;
        int written = 0;
        int point = -1;
        for (; at < to; at++) {
            char c = text.charAt(at);
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

    private static double slowly(String text, int from, int to) {
        String written = text.substring(from, to);
        if (DuckTable.MISSING.contains(written)) {
            return Double.NaN;
        }
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return Double.POSITIVE_INFINITY;
            }
        }
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
