package dev.gauntlet.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A search that leaves out queries too near to its earlier ones, as if they had not been answered, and gives up when it wants
 * nothing else any more.
 */
public final class Spaced implements AttackSearch {
    /** So many queries left out one after another end the search. */
    private static final int MOST = 500;

    private final AttackSearch inner;
    private final Asked asked;
    private final double least;
    private boolean[] sent = {};

    /**
     * A spaced search.
     *
     * @param asked the queries so far
     * @param least the least mean distance to the nearest of them
     */
    public Spaced(AttackSearch inner, Asked asked, double least) {
        this.inner = inner;
        this.asked = asked;
        this.least = least;
    }

    @Override
    public List<double[]> propose() {
        int leftOut = 0;
        while (leftOut < MOST) {
            List<double[]> wanted = inner.propose();
            sent = new boolean[wanted.size()];
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < sent.length; i++) {
                sent[i] = asked.distance(wanted.get(i)) >= least;
                if (sent[i]) {
                    asked.remember(wanted.get(i));
                    rows.add(wanted.get(i));
                }
            }
            if (wanted.isEmpty() || !rows.isEmpty()) {
                return rows;
            }
            leftOut += wanted.size();
            inner.hear(Collections.nCopies(sent.length, Reply.NONE));
        }
        return List.of();
    }

    @Override
    public void hear(List<Reply> replies) {
        Iterator<Reply> next = replies.iterator();
        List<Reply> all = new ArrayList<>();
        for (boolean one : sent) {
            all.add(one ? next.next() : Reply.NONE);
        }
        inner.hear(all);
    }

    @Override
    public List<double[]> offers() {
        return inner.offers();
    }

    @Override
    public double lowerBound() {
        return inner.lowerBound();
    }

    @Override
    public boolean asksGradients() {
        return inner.asksGradients();
    }
}
