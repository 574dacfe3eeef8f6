package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a row of twenty numbers of one half, each of which may go a quarter up or down. */
final class BlockSearchTest {
    private static final int QUERIES = 400;
    private static final Schema SCHEMA = new Schema(
            IntStream.range(0, 20).mapToObj(j -> Feature.real("f" + j, 0, 1)).toList());
    private static final double[] ORIGINAL = filled(0.5);
    private static final FeasibleSet LAWFUL =
            new FeasibleSet(SCHEMA, new Budget(0.1, 0.25, QUERIES, 20, 0.1), ORIGINAL);

    private static double[] filled(double value) {
        double[] row = new double[20];
        Arrays.fill(row, value);
        return row;
    }

    private static BlockSearch search(List<double[]> donors, int direction, long seed) {
        return new BlockSearch(
                LAWFUL, donors, 0.8, direction, QUERIES, Seed.of(seed).rng());
    }

    private static List<Reply> replies(List<double[]> rows, boolean reached, double score) {
        return rows.stream()
                .map(row -> new Reply(reached, 1, score, new double[0]))
                .toList();
    }

    /** The score is the sum of the row; what is heard last is the best. */
    private static double best(int direction, List<double[]> donors, int queries) {
        BlockSearch search = search(donors, direction, 3);
        double best = -direction * 1e9;
        for (int asked = 0; asked < queries; ) {
            List<double[]> rows = search.propose();
            List<Reply> heard = new ArrayList<>();
            for (double[] row : rows) {
                assertThat(LAWFUL.permitted(row)).isTrue();
                double sum = Arrays.stream(row).sum();
                best = direction > 0 ? Math.max(best, sum) : Math.min(best, sum);
                heard.add(new Reply(false, 1, sum, new double[0]));
            }
            asked += rows.size();
            search.hear(heard);
        }
        return best;
    }

    @Test
    void theScoreGoesTheWantedWayAsFarAsItCan() {
        assertThat(best(-1, List.of(), QUERIES)).isBetween(5.0, 5.6);
        assertThat(best(1, List.of(), QUERIES)).isBetween(14.4, 15.0);
        assertThat(best(-1, List.of(filled(0.3)), QUERIES)).isBetween(5.0, 5.6);
    }

    @Test
    void blocksAreOfNeighboursAndGetSmallerAroundTheBestRow() {
        BlockSearch search = search(List.of(filled(0.3)), 1, 1);
        List<double[]> first = search.propose();
        List<Reply> heard = new ArrayList<>(replies(first, false, 0));
        heard.set(2, new Reply(false, 1, 9, new double[0]));
        search.hear(heard);
        double[] best = first.get(2);
        for (int asked = first.size(); asked < QUERIES; asked++) {
            List<double[]> rows = search.propose();
            assertThat(rows).hasSize(1);
            double[] row = rows.get(0);
            int[] changed =
                    IntStream.range(0, 20).filter(j -> row[j] != best[j]).toArray();
            // 16 of 20 columns, halved after 0.1, 0.5, 2, 10, 20, ... % of the queries
            int most = asked <= 8 ? 4 : asked <= 40 ? 2 : 1;
            assertThat(changed.length).isBetween(1, most);
            int span = changed[changed.length - 1] - changed[0];
            assertThat(span < most || span > 20 - most).isTrue();
            search.hear(replies(rows, false, 0));
        }
    }

    @Test
    void whatReachedTheGoalIsOfferedAndEndsIt() {
        BlockSearch search = search(List.of(), -1, 2);
        search.hear(replies(search.propose(), false, 1));
        List<double[]> rows = search.propose();
        search.hear(replies(rows, true, Double.NaN));
        assertThat(search.offers()).containsExactlyElementsOf(rows);
        assertThat(search.propose()).isEmpty();
    }
}
