package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Valid rows that may reach the goal: donors as far as they may be taken over, parts of them, random
 * moves, and numbers as far as they may go. */
final class Starts {
    /** Rows drawn for each one that is allowed at most. */
    private static final int DRAWN = 40;
    /** Which kinds of starts take turns while there are whole donors: ends, donors, random moves. */
    private static final String ORDER = "erdederdee";

    private static final String LATER = "erde";

    private final FeasibleSet lawful;
    private final List<double[]> donors;
    private final Rng rng;
    private final int[] numbers;
    private int whole;
    private int turn;

    Starts(FeasibleSet lawful, List<double[]> donors, Rng rng) {
        this.lawful = lawful;
        this.donors = List.copyOf(donors);
        this.rng = rng;
        this.numbers = lawful.numbers();
    }

    /** A row whose values may help: a donor, or a random move where there is none. */
    double[] other() {
        return donors.isEmpty() ? lawful.randomMove(rng) : donors.get(rng.nextInt(donors.size()));
    }

    /** The next start for a search that has none yet. */
    Optional<double[]> first() {
        return allowed(() -> switch (order().charAt(turn++ % order().length())) {
            case 'e' -> end(turn == 1);
            case 'd' -> donated();
            default -> lawful.randomMove(rng);
        });
    }

    /** The next whole donors, as far as they are allowed. */
    List<double[]> whole(int most) {
        List<double[]> rows = new ArrayList<>();
        for (; rows.size() < most && whole < donors.size(); whole++) {
            lawful.project(donors.get(whole))
                    .filter(one -> lawful.size(Norm.L0, one) > 0)
                    .ifPresent(rows::add);
        }
        return rows;
    }

    private String order() {
        return whole < donors.size() ? ORDER : LATER;
    }

    /** Another start: a donor or a part of one, and a random move, in turn. */
    Optional<double[]> next() {
        return allowed(() -> turn++ % 2 == 0 ? donated() : lawful.randomMove(rng));
    }

    private Optional<double[]> allowed(Supplier<double[]> wanted) {
        for (int i = 0; i < DRAWN; i++) {
            Optional<double[]> row = lawful.project(wanted.get()).filter(one -> lawful.size(Norm.L0, one) > 0);
            if (row.isPresent()) {
                return row;
            }
        }
        return Optional.empty();
    }

    private double[] donated() {
        return whole < donors.size() ? donors.get(whole++) : part(other());
    }

    /** The original with some random numbers as far as they may go, or part of the way. */
    private double[] end(boolean all) {
        double[] row = lawful.original();
        double share = all ? 1 : rng.nextDouble();
        boolean far = all || rng.chance(0.5);
        for (int j : numbers) {
            if (rng.chance(share)) {
                row[j] = lawful.between(
                        j, lawful.end(j, rng.chance(0.5)), far || rng.chance(0.5) ? 1 : rng.nextDouble());
            }
        }
        return row;
    }

    /** The original with a random part of a donor's values, each taken over wholly or up to twice as far. */
    private double[] part(double[] donor) {
        double[] row = lawful.original();
        double share = rng.nextDouble();
        for (int j = 0; j < row.length; j++) {
            if (rng.chance(share)) {
                row[j] = lawful.between(j, donor[j], rng.chance(0.5) ? 1 : 2 * rng.nextDouble());
            }
        }
        return row;
    }
}
