package dev.gauntlet.app.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as text. Each is first rounded to the 9 significant digits that {@code findings.json} has, so that a report
 * drawn from the file is the one drawn after the run.
 */
final class Numbers {
    private Numbers() {}

    private static boolean finite(double value) {
        return !Double.isNaN(value) && !Double.isInfinite(value);
    }

    private static BigDecimal nine(double value) {
        return new BigDecimal(value).round(new MathContext(9));
    }

    /** As in {@code findings.json}. */
    static String raw(double value) {
        if (!finite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = nine(value).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toString();
    }

    /** With so many decimals; thousands are grouped. */
    static String fixed(double value, int decimals) {
        if (!finite(value)) {
            return "undefined";
        }
        BigDecimal rounded = nine(value).setScale(decimals, RoundingMode.HALF_UP);
        return String.format(Locale.ROOT, "%,." + decimals + "f", rounded.signum() == 0 ? rounded.abs() : rounded);
    }

    /** Whole numbers without decimals, small ones with three, others with one. */
    static String plain(double value) {
        if (!finite(value) || value == Math.rint(value)) {
            return fixed(value, 0);
        }
        return fixed(value, Math.abs(value) < 10 ? 3 : 1);
    }

    /** As it was set, without an exponent. */
    static String setting(double value) {
        return finite(value) ? nine(value).stripTrailingZeros().toPlainString() : plain(value);
    }

    /** Five significant digits. */
    static String significant(double value) {
        return finite(value) ? nine(value).round(new MathContext(5)).toString() : plain(value);
    }

    /** A share in [0, 1] as a percentage. */
    static String percent(double share) {
        return setting(100 * share) + " %";
    }

    /** A place on a line of length 100, kept on it. */
    static String place(double share) {
        double kept = finite(share) ? Math.max(0, Math.min(1, share)) : 0;
        return nine(100 * kept).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
