package dev.gauntlet.data;

/**
 * How a feature is scaled for methods that need scaled inputs; it is fitted on training rows. Trees use unscaled numbers,
 * and impute missing ones only if that is stated.
 */
public record Scaling(Numbers numbers, Missing missing) {
    /** What happens to a number. A category is a number of risk first, and stays one under QUANTILE and LOG1P. */
    public enum Numbers {
        /** As LOG1P if the largest value exceeds 50 and 20 times the 75th percentile, else as STANDARD. */
        AUTOMATIC,
        /** Nothing. */
        NONE,
        /** Mean 0 and deviation 1. */
        STANDARD,
        /** {@code sign(x) log(1 + |x|)}, then as STANDARD. */
        LOG1P,
        /** The smallest is 0, the largest 1. */
        MIN_MAX,
        /** The median is 0, the distance between the quartiles 1; where that is 0, as STANDARD. */
        ROBUST,
        /** The share of rows below, from 0 to 1, drawn as lines between up to 101 quantiles. */
        QUANTILE
    }

    /** How a missing number is imputed. A missing text counts as unseen. */
    public enum Missing {
        /** The mean after scaling, or the method's default; trees keep it missing. */
        AUTOMATIC,
        MEAN,
        MEDIAN,
        /** The commonest value, of equally common ones the smallest. */
        MOST_FREQUENT,
        ZERO
    }

    /** The defaults, if nothing is stated. */
    public static final Scaling AUTOMATIC = new Scaling(Numbers.AUTOMATIC, Missing.AUTOMATIC);
}
