package dev.gauntlet.adapters.file;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts events of kinds that are not rows. Counts can be read from another thread. */
final class OtherEvents {
    /** The most kinds that are counted separately; a file could name any number. */
    private static final int KINDS = 50;

    private static final String REST = "other kinds";

    private final TreeMap<String, Long> counts = new TreeMap<>();

    synchronized void add(String kind) {
        boolean known = counts.containsKey(kind) || counts.size() < KINDS;
        counts.merge(known ? kind : REST, 1L, Long::sum);
    }

    synchronized void add(Map<String, Long> more) {
        more.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    /** The counts so far, by kind. */
    synchronized SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
}
