package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Goal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NeighboursTest {
    private static final Schema LINE =
            new Schema(List.of(Feature.real("x", 0, 100).withScale(2)));

    private static Rows line(double... values) {
        return Rows.fill(values.length, 1, (i, j) -> values[i]);
    }

    @Test
    void findsTheNearestFirstAndTiesByRow() {
        Neighbours rows = new Neighbours(LINE, line(5, 1, 3, 9, 3));
        assertThat(rows.nearest(line(2), 4, false, Toy.run())[0]).containsExactly(1, 2, 4, 0);
    }

    @Test
    void whoeverChangesAResultChangesNobodyElses() {
        Run run = Toy.run();
        int[][] first = Neighbours.nearest(LINE, line(5, 1, 3), line(2), 2, run);
        first[0][0] = 99;
        first[0] = new int[0];
        assertThat(Neighbours.nearest(LINE, line(5, 1, 3), line(2), 2, run)[0]).containsExactly(1, 2);
    }

    @Test
    void leavesOutTheQueryItself() {
        Rows values = line(5, 5, 1);
        int[][] near = new Neighbours(LINE, values).nearest(values, 1, true, Toy.run());
        assertThat(near).isDeepEqualTo(new int[][] {{1}, {0}, {0}});
    }

    @Test
    void givesFewerWhereThereAreFewer() {
        Neighbours two = new Neighbours(LINE, line(5, 1));
        assertThat(two.nearest(line(0), 7, false, Toy.run())[0]).containsExactly(1, 0);
        assertThat(two.nearest(line(5, 1), 7, true, Toy.run())[0]).containsExactly(1);
        assertThat(new Neighbours(LINE, line()).nearest(line(0), 3, false, Toy.run())[0])
                .isEmpty();
    }

    @Test
    void capsEachFeatureAtThreeScales() {
        Schema plane = new Schema(List.of(
                Feature.real("x", 0, 1e6).withScale(1),
                Feature.real("y", 0, 1e6).withScale(1)));
        Rows rows = Rows.of(new double[] {1e6, 0}, new double[] {2.5, 2.5});
        // 3 against the root of 12.5.
        assertThat(new Neighbours(plane, rows).nearest(Rows.of(new double[] {0, 0}), 1, false, Toy.run())[0])
                .containsExactly(0);
    }

    @Test
    void aRowOfTheSameCategoryIsNearer() {
        Schema kinds = new Schema(List.of(Feature.category("k", List.of("a", "b", "c")), Feature.real("x", 0, 1)));
        Rows rows = Rows.of(new double[] {2, 0.5}, new double[] {0, 0.9}, new double[] {1, 0.5});
        assertThat(new Neighbours(kinds, rows).nearest(Rows.of(new double[] {0, 0.5}), 3, false, Toy.run())[0])
                .containsExactly(1, 0, 2);
    }

    @Test
    void aDifferentCategoryCountsThreeAndAMissingValueStandsAtMinusThreeScales() {
        Schema kinds = new Schema(List.of(
                Feature.category("k", List.of("a", "b", "c")),
                Feature.real("x", -10, 10).withScale(1)));
        double missing = Double.NaN;
        // Their distances from ("a", -1): 2.9, 3, 2, and the root of 9.25.
        Rows rows =
                Rows.of(new double[] {0, 1.9}, new double[] {2, -1}, new double[] {0, missing}, new double[] {1, -1.5});
        assertThat(new Neighbours(kinds, rows).nearest(Rows.of(new double[] {0, -1}), 4, false, Toy.run())[0])
                .containsExactly(2, 0, 1, 3);
        assertThat(new Neighbours(kinds, rows).nearest(Rows.of(new double[] {0, missing}), 1, false, Toy.run())[0])
                .containsExactly(2);
    }

    @Test
    void agreesWithSortingAllDistances() {
        Rng rng = Seed.of(3).rng();
        // Of a power of two, so that sums are exact in any order of the features and ties are ties.
        Schema schema = new Schema(Toy.plain().features().stream()
                .map(feature -> feature.withScale(8))
                .toList());
        Rows rows = Rows.fill(700, 4, (i, j) -> rng.nextInt(12) - 1.0);
        int[][] near = new Neighbours(schema, rows).nearest(rows, 9, true, Toy.run());
        for (int i = 0; i < rows.size(); i += 7) {
            double[] row = rows.row(i);
            int self = i;
            int[] sorted = IntStream.range(0, rows.size())
                    .filter(k -> k != self)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer k) -> squared(row, rows.row(k))))
                    .limit(9)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(near[i]).containsExactly(sorted);
        }
    }

    /** No difference here exceeds the cap. */
    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double d = Math.abs(a[j] / 8 - b[j] / 8);
            sum += d * d;
        }
        return sum;
    }

    @Test
    void donorsAreTheNearestOfOneSideThenRandomOnes() {
        var pool = Toy.clusters(60, 1);
        Dataset victims = pool.select(pool.maliciousRows()).slice(0, 3);
        List<List<double[]>> donors = StartingPoints.of(victims, pool, new Goal.Silence(), 4, Toy.run());
        assertThat(donors).hasSize(3).allSatisfy(own -> assertThat(own).hasSize(8));
        List<double[]> benign = IntStream.of(pool.benignRows())
                .mapToObj(i -> pool.rows().row(i))
                .toList();
        double[] nearest = benign.stream()
                .min(Comparator.comparingDouble(row -> squared(victims.rows().row(1), row)))
                .orElseThrow();
        assertThat(donors.get(1).get(0)).containsExactly(nearest);
        assertThat(donors.get(2))
                .allSatisfy(
                        row -> assertThat(benign).anySatisfy(b -> assertThat(b).containsExactly(row)));
    }

    @Test
    void donorsOfOneVictimDoNotDependOnTheOthers() {
        var pool = Toy.clusters(60, 1);
        Dataset victims = pool.slice(0, 3);
        List<double[]> alone = StartingPoints.of(victims.slice(0, 1), pool, new Goal.Silence(), 4, Toy.run())
                .get(0);
        List<double[]> among = StartingPoints.of(victims, pool, new Goal.Silence(), 4, Toy.run())
                .get(0);
        assertThat(among.toArray(double[][]::new)).isDeepEqualTo(alone.toArray(double[][]::new));
    }
}
