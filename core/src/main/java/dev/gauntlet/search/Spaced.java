package dev.gauntlet.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A search that leaves out queries too near to its earlier ones, as if they had not reached the goal. */
public final class Spaced implements Pursuit {
    private final Pursuit inner;
    private final Asked asked;
    private final double least;
    private boolean[] sent = {};

    /**
     * A spaced search.
     *
     * @param asked the queries so far
     * @param least the least mean distance to the nearest of them
     */
    public Spaced(Pursuit inner, Asked asked, double least) {
        this.inner = inner;
        this.asked = asked;
        this.least = least;
    }

    @Override
    public List<double[]> propose() {
        while (true) {
            List<double[]> wanted = inner.propose();
            sent = new boolean[wanted.size()];
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < sent.length; i++) {
                sent[i] = asked.distance(wanted.get(i)) >= least;
                if (sent[i]) {
                    asked.add(wanted.get(i));
                    rows.add(wanted.get(i));
                }
            }
            if (wanted.isEmpty() || !rows.isEmpty()) {
                return rows;
            }
            inner.hear(new boolean[sent.length]);
        }
    }

    @Override
    public void hear(boolean[] reached) {
        boolean[] all = new boolean[sent.length];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = sent[i] && reached[next++];
        }
        inner.hear(all);
    }

    @Override
    public Optional<double[]> best() {
        return inner.best();
    }
}
