package dev.gauntlet.process.assemble;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The gaps between the connections of one pair of hosts in a sliding time window. Gaps are whole milliseconds, so that
 * sums stay exact.
 */
final class PairWindow {
    private final double seconds;
    private final Deque<Double> times = new ArrayDeque<>();
    private final Deque<Long> gaps = new ArrayDeque<>();
    private long sum;
    private long squares;

    PairWindow(double seconds) {
        this.seconds = seconds;
    }

    /**
     * Adds a connection, and removes those older than the window. If it is earlier than the last one, it gets the time
     * of that one.
     */
    void add(double given) {
        double ts = Math.max(given, latest());
        if (!times.isEmpty()) {
            long gap = millis(ts) - millis(times.getLast());
            if (gap <= seconds * 1000 + 1) {
                gaps.add(gap);
                sum += gap;
                squares += gap * gap;
            } else {
                times.clear();
                gaps.clear();
                sum = 0;
                squares = 0;
            }
        }
        times.add(ts);
        while (times.getFirst() < ts - seconds) {
            times.removeFirst();
            long old = gaps.removeFirst();
            sum -= old;
            squares -= old * old;
        }
    }

    private static long millis(double ts) {
        return (long) Math.rint(ts * 1000);
    }

    /** The time of the last connection; negative infinity before the first. */
    double latest() {
        return times.isEmpty() ? Double.NEGATIVE_INFINITY : times.getLast();
    }

    int connections() {
        return times.size();
    }

    /** The mean gap in seconds; 0 with fewer than two connections. */
    double gapMean() {
        return gaps.isEmpty() ? 0 : sum / 1000.0 / gaps.size();
    }

    /** The standard deviation of the gaps in seconds (divided by n); 0 with fewer than two gaps. */
    double gapDeviation() {
        long n = gaps.size();
        return n < 2 ? 0 : StrictMath.sqrt((double) (n * squares - sum * sum)) / n / 1000;
    }
}
