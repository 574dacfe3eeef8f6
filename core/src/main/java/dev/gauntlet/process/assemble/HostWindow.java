package dev.gauntlet.process.assemble;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The activity of a host in a sliding time window; adding and removing a connection takes constant time. */
final class HostWindow {
    /** The values of a connection that the window needs. */
    record Entry(double ts, String target, int port, boolean failed, double bytes) {
        private Entry at(double other) {
            return other == ts ? this : new Entry(other, target, port, failed, bytes);
        }
    }

    private final double seconds;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Integer> targets = new HashMap<>();
    private final Map<Integer, Integer> ports = new HashMap<>();
    private int failed;
    private double bytes;

    HostWindow(double seconds) {
        this.seconds = seconds;
    }

    /**
     * Adds a connection, and removes those older than the window. If it is earlier than the last one, it gets the time
     * of that one.
     */
    void add(Entry given) {
        Entry entry = given.at(Math.max(given.ts, latest()));
        entries.add(entry);
        targets.merge(entry.target, 1, Integer::sum);
        ports.merge(entry.port, 1, Integer::sum);
        failed += entry.failed ? 1 : 0;
        bytes += entry.bytes;
        while (entries.getFirst().ts < entry.ts - seconds) {
            Entry old = entries.removeFirst();
            targets.computeIfPresent(old.target, (t, n) -> n == 1 ? null : n - 1);
            ports.computeIfPresent(old.port, (p, n) -> n == 1 ? null : n - 1);
            failed -= old.failed ? 1 : 0;
            bytes -= old.bytes;
        }
    }

    /** The time of the last connection; negative infinity before the first. */
    double latest() {
        return entries.isEmpty() ? Double.NEGATIVE_INFINITY : entries.getLast().ts;
    }

    int connections() {
        return entries.size();
    }

    int distinctTargets() {
        return targets.size();
    }

    int distinctPorts() {
        return ports.size();
    }

    int failed() {
        return failed;
    }

    /** The sum of bytes; exact, because integers below 2^53 are added and subtracted without rounding. */
    double bytes() {
        return bytes;
    }
}
