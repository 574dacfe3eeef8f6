package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same rows sent several times: in one batch, in the same batch again, and in reverse order in batches of another
 * size. A detector should return exactly the same answers.
 *
 * @param asked the rows
 * @param first the scores of the first request
 * @param again how the answers of the second request differ
 * @param turned how the answers in reverse order and another batch size differ
 * @param seconds the duration of each of the three
 */
public record Probe(Rows asked, Rows first, Difference again, Difference turned, List<Double> seconds) {
    /**
     * The difference between two answers to the same rows.
     *
     * @param rows how many rows have different answers
     * @param most the largest difference of one number
     */
    public record Difference(int rows, double most) {
        static Difference of(Rows before, Rows after) {
            if (before.width() != after.width()) {
                return new Difference(before.size(), Double.POSITIVE_INFINITY);
            }
            int rows = 0;
            double most = 0;
            for (int i = 0; i < before.size(); i++) {
                double largest = 0;
                for (int k = 0; k < before.width(); k++) {
                    largest = Math.max(largest, Math.abs(before.get(i, k) - after.get(i, k)));
                }
                rows += largest > 0 ? 1 : 0;
                most = Math.max(most, largest);
            }
            return new Difference(rows, most);
        }

        boolean none() {
            return rows == 0;
        }

        String of(int all) {
            return Plural.format("%d of %d row[s] [1:differs|differ], by %.2g at most", rows, all, most);
        }
    }

    /** Sends rows in batches of a size. */
    interface Asking {
        Rows ask(Rows rows, int batch);
    }

    public Probe {
        Require.atLeast("rows sent", asked.size(), 1);
        seconds = List.copyOf(seconds);
    }

    static Probe of(Asking target, Rows rows) {
        int n = rows.size();
        List<Double> seconds = new ArrayList<>();
        Rows first = timed(() -> target.ask(rows, n), seconds);
        Rows again = timed(() -> target.ask(rows, n), seconds);
        int[] backwards = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        Rows turned = timed(() -> target.ask(rows.select(backwards), Math.max(1, n / 3)), seconds);
        return new Probe(
                rows, first, Difference.of(first, again), Difference.of(first, turned.select(backwards)), seconds);
    }

    private static Rows timed(java.util.function.Supplier<Rows> asking, List<Double> seconds) {
        long start = System.nanoTime();
        Rows rows = asking.get();
        seconds.add((System.nanoTime() - start) / 1e9);
        return rows;
    }

    /** Whether every answer was the same. */
    public boolean isSteady() {
        return again.none() && turned.none();
    }

    /** Problems with the answers, one sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!again.none()) {
            notes.add("the target gives other answers when queried again (%s): it is random, drifts or learns,"
                            .formatted(again.of(asked.size()))
                    + " so the results are not reproducible");
        }
        if (again.none() && !turned.none()) {
            notes.add(
                    "the target gives other answers to the same rows in another order and batch size (%s), but the"
                                    .formatted(turned.of(asked.size()))
                            + " same answers to the same request: answers look cached, or depend on the other rows in the batch");
        }
        return notes;
    }

    /** What has changed since the first request, if anything. */
    Optional<String> drift(Asking target) {
        Difference since = Difference.of(first, target.ask(asked, asked.size()));
        return since.none()
                ? Optional.empty()
                : Optional.of(
                        ("the target answers differently than before the attacks (%s): it drifted or was changed, "
                                        + "so the arms are not comparable")
                                .formatted(since.of(asked.size())));
    }

    /**
     * Valid rows, spread evenly between the bounds of a schema; an infinite bound is replaced by one 100 scales away.
     */
    public static Rows between(Schema schema, int rows) {
        return Rows.fill(rows, schema.width(), (i, j) -> {
            Feature feature = schema.feature(j);
            double reach = 100 * feature.scale();
            double low = Double.isInfinite(feature.low()) ? Math.min(0, feature.high()) - reach : feature.low();
            double high = Double.isInfinite(feature.high()) ? Math.max(0, low) + reach : feature.high();
            return feature.nearestLawful(low + (high - low) * (i + 1) / (rows + 1));
        });
    }
}
