package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The changed row of each victim that reached the goal of an attack on inputs, re-checked.
 *
 * @param rows the changed row of each victim; empty if it did not reach the goal
 * @param queries the number of queries spent on each
 * @param reachedAt the query at which a victim first reached its goal, or -1
 * @param refused how many changed rows were invalid or beyond the budget
 */
record Found(
        Dataset victims, List<Optional<double[]>> rows, List<Integer> queries, List<Integer> reachedAt, int refused) {
    private static final double[] QUERIES = {0.02, 0.1, 0.25, 0.5, 1};

    int successes() {
        return (int) rows.stream().filter(Optional::isPresent).count();
    }

    Interval success() {
        return Interval.share(successes(), rows.size());
    }

    /** What counts: of the equal rows of a flood only the first, as equal alarms are one alarm to an analyst. */
    Found counted(InputAttack attack) {
        if (!attack.wantsAlarm()) {
            return this;
        }
        Set<List<Double>> seen = new HashSet<>();
        List<Optional<double[]>> first = rows.stream()
                .map(row -> row.filter(
                        values -> seen.add(Arrays.stream(values).boxed().toList())))
                .toList();
        return new Found(victims, first, queries, reachedAt, refused);
    }

    /** Which victims reached the goal. */
    Victims each() {
        long[] ids = new long[rows.size()];
        boolean[] reached = new boolean[rows.size()];
        for (int v = 0; v < ids.length; v++) {
            ids[v] = victims.id(v);
            reached[v] = rows.get(v).isPresent();
        }
        return Victims.of(ids, reached);
    }

    /** Rows before and after, of those victims that had to be changed. */
    List<Finding.Example> examples(Model model, int most) {
        List<Finding.Example> examples = new ArrayList<>();
        for (int v = 0; v < rows.size() && examples.size() < most; v++) {
            if (rows.get(v).isPresent() && reachedAt.get(v) != 0) {
                double[] before = victims.rows().row(v);
                double[] after = rows.get(v).orElseThrow();
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

    /** The damage over the queries for each victim, up to a number. */
    Finding.Curve byQueries(int most) {
        return new Finding.Curve(
                "queries",
                Arrays.stream(QUERIES)
                        .map(share -> Math.rint(share * most))
                        .mapToObj(queries -> new Finding.Point(queries, successWithin((int) queries)))
                        .toList());
    }

    /** The share of victims that had reached their goal after so many queries. */
    Interval successWithin(int questions) {
        int count = 0;
        for (int v = 0; v < rows.size(); v++) {
            count += rows.get(v).isPresent() && reachedAt.get(v) <= questions ? 1 : 0;
        }
        return Interval.share(count, rows.size());
    }

    /** Writes what was found for victims, which are not written themselves. */
    record Codec(Dataset victims) implements Store.Codec<Found> {
        @Override
        public void write(Found found, DataOutput out) throws IOException {
            out.writeInt(found.refused);
            out.writeInt(found.rows.size());
            for (int v = 0; v < found.rows.size(); v++) {
                double[] row = found.rows.get(v).orElse(new double[0]);
                out.writeBoolean(found.rows.get(v).isPresent());
                out.writeInt(row.length);
                for (double value : row) {
                    out.writeDouble(value);
                }
                out.writeInt(found.queries.get(v));
                out.writeInt(found.reachedAt.get(v));
            }
        }

        @Override
        public Found read(DataInput in) throws IOException {
            int refused = in.readInt();
            int size = in.readInt();
            List<Optional<double[]>> rows = new ArrayList<>();
            List<Integer> queries = new ArrayList<>();
            List<Integer> reachedAt = new ArrayList<>();
            for (int v = 0; v < size; v++) {
                boolean reached = in.readBoolean();
                double[] row = new double[in.readInt()];
                for (int j = 0; j < row.length; j++) {
                    row[j] = in.readDouble();
                }
                rows.add(reached ? Optional.of(row) : Optional.empty());
                queries.add(in.readInt());
                reachedAt.add(in.readInt());
            }
            return new Found(victims, rows, queries, reachedAt, refused);
        }

        @Override
        public long size(Found found) {
            return 8L * found.rows.size() * (2 + found.victims.rows().width());
        }
    }
}
