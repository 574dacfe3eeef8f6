package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.Budget;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What reached the goal of an attack on inputs, for each victim.
 *
 * @param improvements the rows of each victim that reached the goal, as {@link BatchedQueries} checked them; of one that
 *     needed no change, itself; empty if none did
 * @param queries the number of queries spent on each
 * @param lowerBounds for each, the distance in scales below which, as is proven, nothing reaches the goal; 0 if none is known
 * @param refused how many changed rows were invalid or beyond the budget
 */
record Found(
        Dataset victims,
        List<List<Improvement>> improvements,
        List<Integer> queries,
        List<Double> lowerBounds,
        int refused) {
    private static final double[] QUERIES = {0.02, 0.1, 0.25, 0.5, 1};
    private static final int POINTS = 10;

    Found {
        improvements = improvements.stream().map(List::copyOf).toList();
        queries = List.copyOf(queries);
        lowerBounds = List.copyOf(lowerBounds);
    }

    /** Without changes and queries: those that have reached the goal are there. */
    static Found unchanged(Dataset victims, boolean[] reached) {
        List<List<Improvement>> improvements = new ArrayList<>();
        for (int v = 0; v < reached.length; v++) {
            improvements.add(
                    reached[v]
                            ? List.of(new Improvement(0, 0, 0, 0, victims.rows().row(v)))
                            : List.of());
        }
        return new Found(
                victims,
                improvements,
                Collections.nCopies(reached.length, 0),
                Collections.nCopies(reached.length, 0.0),
                0);
    }

    /** The smallest success with each victim. */
    List<Optional<Improvement>> best() {
        return improvements.stream().map(Progress::smallest).toList();
    }

    /** The row of each victim that reached the goal by the smallest change. */
    List<Optional<double[]>> rows() {
        return best().stream().map(one -> one.map(Improvement::row)).toList();
    }

    Interval success() {
        return Interval.share(
                (int) improvements.stream().filter(own -> !own.isEmpty()).count(), improvements.size());
    }

    /** The same with some improvements only. */
    private Found with(List<List<Improvement>> some) {
        return new Found(victims, some, queries, lowerBounds, refused);
    }

    /** What counts: of the equal rows of a flood only the first, as equal alarms are one alarm to an analyst. */
    Found counted(InputAttack attack) {
        if (!attack.wantsAlarm()) {
            return this;
        }
        Set<List<Double>> seen = new HashSet<>();
        return with(improvements.stream()
                .map(own -> Progress.smallest(own)
                        .filter(one -> seen.add(boxed(one.row())))
                        .map(one -> own)
                        .orElse(List.of()))
                .toList());
    }

    /** Which victims reached the goal. */
    Victims each() {
        long[] ids = new long[improvements.size()];
        boolean[] reached = new boolean[ids.length];
        for (int v = 0; v < ids.length; v++) {
            ids[v] = victims.id(v);
            reached[v] = !improvements.get(v).isEmpty();
        }
        return Victims.of(ids, reached);
    }

    /** Rows before and after, of those victims that had to be changed. */
    List<Finding.Example> examples(Model model, int most) {
        List<Finding.Example> examples = new ArrayList<>();
        for (int v = 0; v < improvements.size() && examples.size() < most; v++) {
            Optional<Improvement> changed =
                    Progress.smallest(improvements.get(v)).filter(one -> one.query() != 0);
            if (changed.isPresent()) {
                double[] before = victims.rows().row(v);
                double[] after = changed.get().row();
                double[] probability = model.probability(Rows.of(before, after));
                examples.add(new Finding.Example(
                        victims.id(v),
                        boxed(before),
                        boxed(after),
                        probability[0],
                        probability[1],
                        model.schema().cost(before, after),
                        queries.get(v)));
            }
        }
        return examples;
    }

    private static List<Double> boxed(double[] row) {
        return Arrays.stream(row).boxed().toList();
    }

    /**
     * The damage over the strength of the attack, the queries, the distance, the cost and the size, all of one search with the whole
     * budget: a search with a smaller one may find more. The last is what is proven, if anything is.
     */
    List<Curve> curves(InputAttack attack, Budget budget) {
        double[] queries = Arrays.stream(QUERIES)
                .map(share -> Math.rint(share * budget.queries()))
                .toArray();
        List<Curve> curves = new ArrayList<>(List.of(
                curve(attack, Curve.STRENGTH, one -> strength(one, budget), Integer.MAX_VALUE),
                new Curve(Curve.QUERIES, points(attack, Improvement::query, queries)),
                curve(attack, Curve.DISTANCE, one -> Math.min(one.distance(), budget.eps()), POINTS),
                curve(attack, Curve.COST, one -> Math.min(one.cost(), budget.cost()), POINTS)));
        if (isMeasured(budget.norm())) {
            curves.add(curve(attack, Curve.SIZE, Improvement::size, POINTS));
        }
        proven().ifPresent(curves::add);
        return curves;
    }

    /** Whether the size in a norm is a quantity of its own: distance and cost are always shown. */
    static boolean isMeasured(Norm norm) {
        return norm != Norm.COST && norm != Norm.LINF;
    }

    /** The share of the budget of distance and cost that a change takes. */
    private static double strength(Improvement one, Budget budget) {
        return Math.min(1, Math.max(share(one.distance(), budget.eps()), share(one.cost(), budget.cost())));
    }

    private static double share(double part, double of) {
        return part == 0 ? 0 : part / of;
    }

    /** A curve with points at 0 and where it rises, or at so many of these places. */
    private Curve curve(InputAttack attack, String axis, ToDoubleFunction<Improvement> of, int most) {
        double[] rises = improvements.stream()
                .filter(own -> !own.isEmpty())
                .mapToDouble(own -> own.stream().mapToDouble(of).min().orElseThrow())
                .sorted()
                .toArray();
        int places = Math.min(most, rises.length);
        double[] at = IntStream.rangeClosed(0, places)
                .mapToDouble(k -> k == 0 ? 0 : rises[(int) ((long) k * rises.length / places) - 1])
                .distinct()
                .toArray();
        return new Curve(axis, points(attack, of, at));
    }

    /** The damage of the changes that take no more than this of something. */
    private List<Curve.Point> points(InputAttack attack, ToDoubleFunction<Improvement> of, double[] at) {
        return Arrays.stream(at)
                .mapToObj(place -> new Curve.Point(
                        place,
                        with(improvements.stream()
                                        .map(own -> own.stream()
                                                .filter(one -> of.applyAsDouble(one) <= place)
                                                .toList())
                                        .toList())
                                .counted(attack)
                                .success()))
                .toList();
    }

    /** Over the distance, the victims of which it is not proven that nothing within it reaches the goal. */
    private Optional<Curve> proven() {
        if (lowerBounds.stream().noneMatch(bound -> bound > 0)) {
            return Optional.empty();
        }
        List<Curve.Point> points = Stream.concat(
                        Stream.of(0.0),
                        lowerBounds.stream().filter(Double::isFinite).sorted())
                .distinct()
                .map(place -> new Curve.Point(place, within(place)))
                .toList();
        return Optional.of(Curve.proven(Curve.DISTANCE, points));
    }

    private Interval within(double distance) {
        int possible =
                (int) lowerBounds.stream().filter(bound -> bound <= distance).count();
        return Interval.share(possible, lowerBounds.size());
    }

    /** Writes what was found for victims, which are not written themselves. */
    record Codec(Dataset victims) implements Store.Codec<Found> {
        @Override
        public void write(Found found, DataOutput out) throws IOException {
            out.writeInt(found.refused);
            out.writeInt(found.improvements.size());
            for (int v = 0; v < found.improvements.size(); v++) {
                out.writeInt(found.queries.get(v));
                out.writeDouble(found.lowerBounds.get(v));
                out.writeInt(found.improvements.get(v).size());
                for (Improvement one : found.improvements.get(v)) {
                    out.writeInt(one.query());
                    out.writeDouble(one.distance());
                    out.writeDouble(one.cost());
                    out.writeDouble(one.size());
                    for (double value : one.row()) {
                        out.writeDouble(value);
                    }
                }
            }
        }

        @Override
        public Found read(DataInput in) throws IOException {
            int refused = in.readInt();
            int size = in.readInt();
            List<List<Improvement>> improvements = new ArrayList<>();
            List<Integer> queries = new ArrayList<>();
            List<Double> lowerBounds = new ArrayList<>();
            for (int v = 0; v < size; v++) {
                queries.add(in.readInt());
                lowerBounds.add(in.readDouble());
                int many = in.readInt();
                List<Improvement> own = new ArrayList<>();
                for (int k = 0; k < many; k++) {
                    own.add(improvement(in, victims.rows().width()));
                }
                improvements.add(own);
            }
            return new Found(victims, improvements, queries, lowerBounds, refused);
        }

        private static Improvement improvement(DataInput in, int width) throws IOException {
            int query = in.readInt();
            double distance = in.readDouble();
            double cost = in.readDouble();
            double size = in.readDouble();
            double[] row = new double[width];
            for (int j = 0; j < width; j++) {
                row[j] = in.readDouble();
            }
            return new Improvement(query, distance, cost, size, row);
        }

        @Override
        public long size(Found found) {
            long rows = found.improvements.stream().mapToInt(List::size).sum();
            long width = victims.rows().width();
            return 8 * (2L * found.improvements.size() + rows * (4 + width));
        }
    }
}
