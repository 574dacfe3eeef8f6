package dev.gauntlet.search.trees;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The recall of trees on malicious rows that are changed: what is proven to remain whatever an attacker does, and what remains
 * after the least changes that were found. Both are the same where every least change is known.
 */
public final class ProvenRecall {
    private final List<Optional<LeastChange>> changes;

    private ProvenRecall(List<Optional<LeastChange>> changes) {
        this.changes = List.copyOf(changes);
    }

    /**
     * Looks for the least change of each detected row.
     *
     * @param rows malicious ones, of the model's schema
     * @param search in which norm, how far and with how much work per row
     * @throws IllegalArgumentException if the model is no ensemble of trees with one score, or there are no rows
     */
    public static ProvenRecall of(Model model, Rows rows, MinimalChange search, Run run) {
        Require.atLeast("malicious rows", rows.size(), 1);
        ValidChange valid = ValidChange.of(model);
        boolean[] alarms = model.alarms(rows);
        double far = Math.min(search.reach(), Double.MAX_VALUE);
        Budget budget = new Budget(0, far, 0, Double.MAX_VALUE, 0);
        return new ProvenRecall(run.map(alarms.length, (i, r) -> {
            if (!alarms[i]) {
                return Optional.empty();
            }
            double[] row = rows.row(i);
            FeasibleSet allowed = new FeasibleSet(model.schema(), budget, row);
            return Optional.of(valid.least(search, trees -> Aim.verdict(trees, false), row, allowed));
        }));
    }

    /** Per row, its least change as far as it is known; empty of a row that is missed as it is. */
    public List<Optional<LeastChange>> changes() {
        return changes;
    }

    /** How many rows are detected as they are. */
    public int detected() {
        return (int) changes.stream().flatMap(Optional::stream).count();
    }

    /** Of how many of these the least change is known, or that there is none within reach. */
    public int closed() {
        return (int) changes.stream()
                .flatMap(Optional::stream)
                .filter(LeastChange::isClosed)
                .count();
    }

    /** The recall that no change of at most this size can take away, with its 95 % interval. */
    public Interval proven(double size) {
        return share(change -> change.lower() > size);
    }

    /** The recall against the changes of at most this size that were found. */
    public Interval found(double size) {
        return share(change -> change.upper() > size);
    }

    private Interval share(Predicate<LeastChange> holds) {
        int hits =
                (int) changes.stream().flatMap(Optional::stream).filter(holds).count();
        return Interval.share(hits, changes.size());
    }

    /** The smallest change found at which half of the detected rows evade; empty if fewer do. */
    public OptionalDouble median() {
        double[] sizes = changes.stream()
                .flatMap(Optional::stream)
                .mapToDouble(LeastChange::upper)
                .sorted()
                .toArray();
        int at = (sizes.length - 1) / 2;
        return sizes.length > 0 && sizes[at] < Double.POSITIVE_INFINITY
                ? OptionalDouble.of(sizes[at])
                : OptionalDouble.empty();
    }

    /** Sizes from 0 on, in round numbers, between which the recall falls. */
    public double[] sizes() {
        double[] sizes = changes.stream()
                .flatMap(Optional::stream)
                .flatMapToDouble(
                        change -> IntStream.of(0, 1).mapToDouble(k -> k == 0 ? change.lower() : change.upper()))
                .filter(size -> size > 0 && size < Double.POSITIVE_INFINITY)
                .sorted()
                .toArray();
        if (sizes.length == 0) {
            return new double[] {0};
        }
        double low = sizes[sizes.length / 20];
        double high = sizes[sizes.length - 1];
        List<Double> chosen = new ArrayList<>(List.of(0.0));
        for (int power = (int) Math.floor(StrictMath.log10(low)); chosen.get(chosen.size() - 1) < high; power++) {
            for (String digit : List.of("1", "2", "5")) {
                double size = Double.parseDouble(digit + "e" + power);
                if (size >= low / 2 && chosen.get(chosen.size() - 1) < high) {
                    chosen.add(size);
                }
            }
        }
        return chosen.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
