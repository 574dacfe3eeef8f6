package dev.gauntlet.process.assemble;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The gaps between the connections of one pair of hosts in the trailing seconds. Gaps are whole milliseconds, so that
 * sums stay exact however long the window slides.
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

    /** Adds a connection, if it is earlier than the last at that one's time, and forgets those older than the window. */
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

    /** When the last connection was; minus infinity before the first. */
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

    /** The deviation of the gaps in seconds (over n); 0 with fewer than two gaps. */
    double gapDeviation() {
        long n = gaps.size();
        return n < 2 ? 0 : StrictMath.sqrt((double) (n * squares - sum * sum)) / n / 1000;
    }
}
