package dev.gauntlet.process.assemble;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What one host did in the trailing seconds: adding and forgetting a connection take constant time. */
final class HostWindow {
    /** One connection, as far as the window counts it. */
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

    /** Adds a connection, if it is earlier than the last at that one's time, and forgets those older than the window. */
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

    /** When the last connection was; minus infinity before the first. */
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

    /** Whole numbers below 2^53 are added and taken away without rounding. */
    double bytes() {
        return bytes;
    }
}
