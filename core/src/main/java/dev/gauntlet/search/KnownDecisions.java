package dev.gauntlet.search;

import java.util.Arrays;

/** Which rows were asked, each by a hash of its values, and whether they reached the goal. Not thread-safe. */
final class KnownDecisions {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    /** {@link RowKey#hash} of each row by open addressing; 0 where a place is free. */
    private long[] keys = new long[64];

    private boolean[] reached = new boolean[64];
    private int size;

    boolean contains(long key) {
        return keys[place(key)] == key;
    }

    /** Whether a row reached the goal; false if it was not asked. */
    boolean reached(long key) {
        int place = place(key);
        return keys[place] == key && reached[place];
    }

    void put(long key, boolean reachedGoal) {
        int place = place(key);
        size += keys[place] == key ? 0 : 1;
        keys[place] = key;
        reached[place] = reachedGoal;
        if (2 * size > keys.length) {
            grow();
        }
    }

    private void grow() {
        long[] before = keys;
        boolean[] decisions = reached;
        keys = new long[2 * before.length];
        reached = Arrays.copyOf(reached, keys.length);
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int place = place(before[i]);
                keys[place] = before[i];
                reached[place] = decisions[i];
            }
        }
    }

    private int place(long key) {
        int place = ((int) ((key * ODD) >>> 32)) & (keys.length - 1);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        return place;
    }
}
