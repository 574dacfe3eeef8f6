package dev.gauntlet.search;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Spends a budget of label flips or added rows, if need be so that a known filter keeps them. */
public final class Flips {
    private static final int ROUNDS = 4;

    private Flips() {}

    /**
     * Gives the first {@code allowed} rows the label that serves a goal; with a known filter, those it would drop are given up for
     * the next.
     *
     * @param order rows that its attacker starts from, most wanted first
     */
    public static Dataset towards(
            Goal goal, Dataset train, int[] order, int allowed, Optional<Knowledge.Filter> filter) {
        int[] others = falseLabels(goal, train);
        Set<Integer> flipped = new LinkedHashSet<>();
        int most = most(order.length, allowed);
        int next = fill(flipped, order, 0, most);
        for (int round = 0; filter.isPresent() && round < ROUNDS; round++) {
            boolean[] kept = filter.get().kept(relabel(train, flipped, others));
            if (!flipped.removeIf(row -> !kept[row])) {
                break;
            }
            if (round < ROUNDS - 1) {
                next = fill(flipped, order, next, most);
            }
        }
        return relabel(train, flipped, others);
    }

    /** The label that serves a goal, by the true one. */
    public static int[] falseLabels(Goal goal, Dataset train) {
        return IntStream.range(0, train.labelNames().size())
                .map(label -> goal.falseLabel(label, train))
                .toArray();
    }

    /** How many of such rows can be relabelled: a tenth of them stays, since training needs every class. */
    public static int most(int malicious, int allowed) {
        return Math.max(0, Math.min(allowed, malicious - Math.max(1, malicious / 10)));
    }

    /**
     * Appends the rows a known filter would keep among the first {@code allowed}; all of those if none is known.
     *
     * @param candidates labelled rows, most wanted first
     */
    public static Dataset append(Dataset train, Dataset candidates, int allowed, Optional<Knowledge.Filter> filter) {
        int[] chosen = IntStream.range(0, Math.min(allowed, candidates.size())).toArray();
        if (filter.isPresent()) {
            boolean[] kept = filter.get().kept(train.append(candidates));
            chosen = IntStream.range(0, candidates.size())
                    .filter(i -> kept[train.size() + i])
                    .limit(allowed)
                    .toArray();
        }
        return train.append(candidates.select(chosen));
    }

    private static int fill(Set<Integer> chosen, int[] order, int from, int wanted) {
        int next = from;
        while (chosen.size() < wanted && next < order.length) {
            chosen.add(order[next++]);
        }
        return next;
    }

    private static Dataset relabel(Dataset train, Set<Integer> flipped, int[] others) {
        return train.relabel(i -> flipped.contains(i) ? others[train.label(i)] : train.label(i));
    }
}
