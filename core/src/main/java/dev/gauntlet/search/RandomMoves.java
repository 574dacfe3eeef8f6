package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The random attacker: valid changes of random features by random amounts, within the same budget of queries. A move
 * that is not allowed is drawn again and costs no query, as in other attacks; where hardly any is allowed, it gives up.
 */
public final class RandomMoves implements Pursuit {
    private static final int BATCH = 50;
    /** Moves drawn for each query at most. */
    private static final int DRAWN = 20;

    private final Lawful lawful;
    private final Rng rng;
    private int left;
    private long drawn;
    private List<double[]> proposed = List.of();
    private Optional<double[]> best = Optional.empty();

    /** Random moves of one victim, at most {@code questions} of them. */
    public RandomMoves(Lawful lawful, int questions, Rng rng) {
        this.lawful = lawful;
        this.rng = rng;
        this.left = questions;
        this.drawn = (long) DRAWN * questions;
    }

    @Override
    public List<double[]> propose() {
        List<double[]> rows = new ArrayList<>();
        while (best.isEmpty() && drawn > 0 && rows.size() < Math.min(BATCH, left)) {
            drawn--;
            lawful.near(lawful.randomMove(rng))
                    .filter(row -> lawful.cost(row) > 0)
                    .ifPresent(rows::add);
        }
        left -= rows.size();
        proposed = rows;
        return rows;
    }

    @Override
    public void hear(boolean[] reached) {
        for (int i = 0; i < reached.length && best.isEmpty(); i++) {
            if (reached[i]) {
                best = Optional.of(proposed.get(i));
            }
        }
    }

    @Override
    public Optional<double[]> best() {
        return best.map(double[]::clone);
    }
}
