package dev.gauntlet.search;

import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A search of which every row that reached the goal is kept, for a choice among them once it is over. */
public final class Gathering implements AttackSearch {
    private final AttackSearch inner;
    private final Set<Rows> found = new LinkedHashSet<>();
    private int left;
    private int cut;

    /**
     * A search with so many queries.
     *
     * @param most the queries after which it ends
     */
    public Gathering(AttackSearch inner, int most) {
        this.inner = inner;
        this.left = most;
    }

    @Override
    public List<double[]> propose() {
        List<double[]> wanted = left > 0 ? inner.propose() : List.of();
        int asked = Math.min(left, wanted.size());
        cut = wanted.size() - asked;
        left -= asked;
        return wanted.subList(0, asked);
    }

    @Override
    public void hear(List<Reply> replies) {
        List<Reply> all = new ArrayList<>(replies);
        all.addAll(Collections.nCopies(cut, Reply.NONE));
        inner.hear(all);
        inner.offers().forEach(row -> found.add(Rows.of(row)));
    }

    @Override
    public List<double[]> offers() {
        return List.of();
    }

    /** The rows that reached the goal, in the order in which they did. */
    public List<double[]> found() {
        return found.stream().map(row -> row.row(0)).toList();
    }
}
