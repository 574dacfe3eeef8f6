package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a valid change as small as it can from decisions alone, until its queries are spent. It descends again and again: from
 * another start back along the straight way to the original, then feature by feature, then by the estimated normal of the
 * boundary where that helps; or from its best row with a few features changed further, so that others can go back.
 *
 * <p>On trees, whose decisions change along single features, this needs far fewer queries than methods that only estimate
 * a normal; on networks it is one of them.
 */
public final class DecisionSearch implements AttackSearch {
    /** Stages in turn without a query after which nothing is left to try. */
    private static final int IDLE = 400;
    /** Rows asked at once until the first reaches the goal. */
    private static final int FIRST = 10;
    /** Whole donors asked after that, since a descent from a near one takes fewer queries. */
    private static final int COMPARED = 5;
    /** Of the descents from other starts, one in so many begins far away, the others at the best row. */
    private static final int FAR = 6;

    private final FeasibleSet lawful;
    private final Norm objective;
    private final Starts starts;
    private final Descent.Ways ways;
    private final Rng rng;
    /** The answers to rows asked before, by a hash of each. */
    private final KnownDecisions known = new KnownDecisions();

    private Optional<Incumbent> best = Optional.empty();
    private Optional<Descent> descent = Optional.empty();
    /** The smallest row of the first batch with a success, until it is compared with whole donors. */
    private Optional<double[]> first = Optional.empty();

    private int descents;
    private List<double[]> wanted = List.of();
    private long[] keys = {};
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();

    /**
     * A search for one victim.
     *
     * @param donors rows that are what the victim is to be taken for, most promising first
     */
    public DecisionSearch(FeasibleSet lawful, Norm objective, List<double[]> donors, Rng rng) {
        this.lawful = lawful;
        this.objective = objective;
        this.starts = new Starts(lawful, donors, rng);
        this.ways = new Descent.Ways(Units.of(lawful.schema()), rng);
        this.rng = rng;
    }

    /** The same search, of a victim for which a row is known that reaches the goal. */
    static DecisionSearch from(double[] row, FeasibleSet lawful, Norm objective, List<double[]> donors, Rng rng) {
        DecisionSearch search = new DecisionSearch(lawful, objective, donors, rng);
        search.known.put(RowKey.of(row).hash(), true);
        search.descent = Optional.of(
                new Descent(new Incumbent(lawful, objective, row), Optional.empty(), Optional.empty(), search.ways));
        return search;
    }

    @Override
    public List<double[]> propose() {
        for (int idle = 0; idle < IDLE; idle++) {
            wanted = next();
            keys = new long[wanted.size()];
            proposed = new ArrayList<>(keys.length);
            for (int i = 0; i < keys.length; i++) {
                keys[i] = RowKey.of(wanted.get(i)).hash();
                if (!known.contains(keys[i]) && !isAmong(keys[i], i)) {
                    proposed.add(wanted.get(i));
                }
            }
            if (!proposed.isEmpty()) {
                return proposed;
            }
            pass();
        }
        return List.of();
    }

    /** Whether one of the first rows that are wanted has this hash. */
    private boolean isAmong(long key, int first) {
        for (int i = 0; i < first; i++) {
            if (keys[i] == key) {
                return true;
            }
        }
        return false;
    }

    private List<double[]> next() {
        if (descent.isPresent()) {
            List<double[]> rows = descent.get().propose();
            if (!rows.isEmpty()) {
                return rows;
            }
            finish();
        }
        if (best.isPresent() && !far()) {
            return kicked(best.get()).map(List::of).orElse(List.of());
        }
        if (best.isPresent()) {
            return starts.next().map(List::of).orElse(List.of());
        }
        if (first.isPresent()) {
            return starts.whole(COMPARED);
        }
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < FIRST; i++) {
            starts.first().ifPresent(rows::add);
        }
        return rows;
    }

    private boolean far() {
        return descents % (ways.normalHelps() ? 2 : FAR) == 0;
    }

    private void finish() {
        Incumbent found = descent.orElseThrow().incumbent();
        if (best.isEmpty() || found.size() < best.get().size()) {
            best = Optional.of(found);
        }
        descent = Optional.empty();
        descents++;
    }

    /** The best row with some features as a donor has them. */
    private Optional<double[]> kicked(Incumbent from) {
        double[] row = from.at();
        double[] donor = starts.other();
        int count = 1 + rng.nextInt(3);
        for (int i = 0; i < count; i++) {
            for (int j : ways.units().all().get(rng.nextInt(ways.units().all().size()))) {
                row[j] = donor[j];
            }
        }
        return lawful.project(row).filter(one -> !from.isAt(one));
    }

    @Override
    public void hear(List<Reply> replies) {
        List<double[]> reached = new ArrayList<>();
        for (int i = 0, heard = 0; i < keys.length; i++) {
            if (heard < proposed.size() && wanted.get(i) == proposed.get(heard)) {
                Reply reply = replies.get(heard++);
                known.put(keys[i], reply.reached());
                if (reply.reached()) {
                    reached.add(wanted.get(i));
                }
            }
        }
        offered = reached;
        pass();
    }

    /** Tells the stage that wanted rows what is known of them. */
    private void pass() {
        boolean[] reached = new boolean[wanted.size()];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = known.reached(keys[i]);
        }
        if (descent.isPresent()) {
            if (reached.length > 0) {
                descent.get().hear(reached);
            }
            return;
        }
        Optional<double[]> smallest = first;
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]
                    && (smallest.isEmpty()
                            || lawful.size(objective, wanted.get(i)) < lawful.size(objective, smallest.get()))) {
                smallest = Optional.of(wanted.get(i));
            }
        }
        if (best.isEmpty() && first.isEmpty() && smallest.isPresent()) {
            first = smallest;
            return;
        }
        first = Optional.empty();
        boolean far = best.isEmpty() || far();
        descent = smallest.map(
                row -> new Descent(new Incumbent(lawful, objective, row), far ? Optional.empty() : best, best, ways));
        if (smallest.isEmpty() && best.isPresent()) {
            descents++;
        }
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }
}
