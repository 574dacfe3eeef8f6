package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The random attacker: valid changes of random features by random amounts, within the same budget of queries. A move
 * that is not allowed is drawn again and costs no query, as in other attacks; where hardly any is allowed, it gives up.
 */
public final class RandomMoves implements Supplier<List<double[]>> {
    private static final int BATCH = 50;
    /** Moves drawn for each query at most. */
    private static final int DRAWN = 20;

    private final FeasibleSet lawful;
    private final Rng rng;
    private int left;
    private long drawn;

    private RandomMoves(FeasibleSet lawful, int questions, Rng rng) {
        this.lawful = lawful;
        this.rng = rng;
        this.left = questions;
        this.drawn = (long) DRAWN * questions;
    }

    /** Random moves of one victim until one reaches the goal, at most {@code questions} of them. */
    public static AttackSearch of(FeasibleSet lawful, int questions, Rng rng) {
        return new UntilReached(new RandomMoves(lawful, questions, rng));
    }

    @Override
    public List<double[]> get() {
        List<double[]> rows = new ArrayList<>();
        while (drawn > 0 && rows.size() < Math.min(BATCH, left)) {
            drawn--;
            lawful.project(lawful.randomMove(rng))
                    .filter(row -> lawful.cost(row) > 0)
                    .ifPresent(rows::add);
        }
        left -= rows.size();
        return rows;
    }
}
