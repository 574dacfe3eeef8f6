package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;

/**
 * The log-normal sizes of a kind of connection: medians, and the deviations of their logarithms.
 *
 * @param orig median bytes sent by the originator
 * @param resp median bytes sent by the responder
 * @param bytesSpread deviation of the logarithm of both
 * @param seconds median duration
 * @param secondsSpread deviation of its logarithm
 */
record Shape(double orig, double resp, double bytesSpread, double seconds, double secondsSpread) {
    private static final double LARGEST = 4e9;

    long origBytes(Rng rng) {
        return bytes(orig, rng);
    }

    long respBytes(Rng rng) {
        return bytes(resp, rng);
    }

    /** The duration of one connection, in seconds to the microsecond, at most a day. */
    double duration(Rng rng) {
        double drawn = logNormal(seconds, secondsSpread, rng);
        return Math.rint(Math.min(86_400, drawn) * 1e6) / 1e6;
    }

    private long bytes(double median, Rng rng) {
        return (long) Math.min(LARGEST, logNormal(median, bytesSpread, rng));
    }

    static double logNormal(double median, double spread, Rng rng) {
        return median * StrictMath.exp(spread * rng.nextGaussian());
    }
}
