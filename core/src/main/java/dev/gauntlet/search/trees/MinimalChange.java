package dev.gauntlet.search.trees;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * The least change of a row that makes trees answer as wanted, with a lower bound at every time: bisection over the finite
 * set of distances at which a split changes sides under {@link Norm#LINF}, and totals that grow until a change is found
 * under the other norms. Counted boxes limit the work, so that the result is the same on every machine.
 *
 * @param norm what is least
 * @param reach the largest move of a number that is allowed, in scales
 * @param nodes the most boxes that are looked at for one row; a refused change counts as a hundred
 */
public record MinimalChange(Norm norm, double reach, long nodes) {
    /** The step of a total from one attempt to the next. */
    private static final double STEP = 1.3;
    /** The boxes that a refused change counts as, since a referee takes longer than a box. */
    private static final long REFUSAL = 100;
    /** A change that is better by less is not looked for. */
    private static final double ROUNDING = 1 - 1e-9;

    /** One answer per row; rows are worked on in parallel. */
    public List<LeastChange> of(Aim aim, Rows rows, Run run) {
        return run.map(rows.size(), (i, r) -> of(aim, rows.row(i), Referee.NONE));
    }

    /**
     * The least change of a row.
     *
     * @param referee has the last word on rows that reach the aim
     */
    public LeastChange of(Aim aim, double[] row, Referee referee) {
        if (aim.reached(row)) {
            return new LeastChange(0, 0, row, 0, 0);
        }
        Attempt attempt = new Attempt(aim, row, referee);
        return norm == Norm.LINF ? attempt.largest() : attempt.total();
    }

    private final class Attempt implements BoxSearch.Taker {
        private final Aim aim;
        private final double[] row;
        private final Referee referee;
        private final Moves moves;
        private final BoxSearch search;
        private double[] best = {};
        private double upper = Double.POSITIVE_INFINITY;
        /** The smallest change that was refused. */
        private double refusedFrom = Double.POSITIVE_INFINITY;

        /** The largest move in the search that is under way. */
        private double radius;

        private int refused;
        private long spent;

        Attempt(Aim aim, double[] row, Referee referee) {
            this.aim = aim;
            this.row = row;
            this.referee = referee;
            moves = new Moves(aim.trees(), row, norm, reach);
            search = new BoxSearch(new RowTrees(aim, moves), this);
        }

        @Override
        public double take(int[] chosen) {
            double[] changed = row.clone();
            for (int v = 0; v < moves.count; v++) {
                if (chosen[v] != moves.start[v]) {
                    moves.put(v, chosen[v], changed);
                }
            }
            if (!aim.reached(changed)) {
                return Double.POSITIVE_INFINITY; // rounding: the bound allowed it, the detector's own sum does not
            }
            if (!isKept(changed)) {
                return search.nodes() < left() ? Double.POSITIVE_INFINITY : -1;
            }
            if (norm == Norm.LINF) {
                return upper <= radius ? -1 : Double.POSITIVE_INFINITY;
            }
            return norm.total(upper) * ROUNDING;
        }

        /** Puts a row that reaches the aim before the referee, and keeps it if it is the best. */
        private boolean isKept(double[] changed) {
            double[] judged = referee.judged(changed).filter(aim::reached).orElse(new double[0]);
            if (!Arrays.equals(judged, changed)) {
                refusedFrom = Math.min(refusedFrom, size(changed));
            }
            if (judged.length == 0) {
                refused++;
                return false;
            }
            if (size(judged) < upper) {
                upper = size(judged);
                best = judged;
            }
            return true;
        }

        /** The size of a change that is within reach, of which one step of a whole number may be longer. */
        private double size(double[] changed) {
            double size = norm.of(aim.trees().schema, row, changed);
            return norm == Norm.LINF ? Math.min(reach, size) : size;
        }

        private long left() {
            return nodes - spent - REFUSAL * refused;
        }

        private boolean search(double total, double distance) {
            radius = distance;
            boolean complete = search.search(total, distance, left());
            spent += search.nodes();
            return complete;
        }

        LeastChange largest() {
            double[] distances = TreeBounds.distances(moves);
            int low = TreeBounds.ruledOut(search, distances); // at distances[low - 1] there is none
            int high = distances.length; // at distances[high] there is one, or nobody may go so far
            int step = 1;
            while (low < high && left() > 0) {
                int at = best.length == 0 ? Math.min(high - 1, low + step - 1) : (low + high - 1) / 2;
                boolean complete = search(Double.POSITIVE_INFINITY, distances[at]);
                if (upper <= distances[at]) {
                    int found = Arrays.binarySearch(distances, upper);
                    high = found < 0 ? at : found;
                } else if (complete) {
                    low = at + 1;
                    step *= 2;
                } else {
                    break;
                }
            }
            double proven = low < distances.length ? distances[low] : Double.POSITIVE_INFINITY;
            return answer(proven);
        }

        LeastChange total() {
            double most = 0;
            for (int v = 0; v < moves.count; v++) {
                most += Arrays.stream(moves.part, moves.first[v], moves.first[v + 1])
                        .max()
                        .orElse(0);
            }
            double proven = 0;
            double next =
                    Arrays.stream(moves.part).filter(part -> part > 0).min().orElse(1);
            double step = norm == Norm.L2 ? STEP * STEP : STEP;
            while (proven <= most && left() > 0) {
                boolean complete = !search.possible(next, reach) || search(next, reach);
                if (!complete) {
                    break;
                }
                proven = Math.min(next, norm.total(upper));
                if (proven == norm.total(upper)) {
                    return answer(upper);
                }
                next = Math.min(next * step, norm.total(upper));
            }
            return answer(proven > most ? Double.POSITIVE_INFINITY : norm.ofTotal(proven));
        }

        private LeastChange answer(double proven) {
            if (best.length == 0 && proven < Double.POSITIVE_INFINITY) {
                new BlockDescent(norm, reach).of(aim, row).row().ifPresent(this::isKept);
            }
            return new LeastChange(Math.min(proven, Math.min(upper, refusedFrom)), upper, best, spent, refused);
        }
    }
}
