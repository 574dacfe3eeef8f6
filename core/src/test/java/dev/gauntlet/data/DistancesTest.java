package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DistancesTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.real("rate", 0, 10).withCost(2),
            Feature.category("service", List.of("a", "b", "c")),
            Feature.whole("count", 0, Double.POSITIVE_INFINITY).withScale(7),
            Feature.flag("odd")));

    @Test
    void allDistancesAreSumsOverTheFeatures() {
        Rng rng = Seed.of(3).rng();
        int count = 200;
        double[][] columns = new double[SCHEMA.width()][count + 5];
        for (int i = 0; i < count; i++) {
            double[] row = row(rng);
            for (int j = 0; j < row.length; j++) {
                columns[j][i] = row[j];
            }
        }
        double[] squares = new double[count + 5];
        for (int repeat = 0; repeat < 50; repeat++) {
            double[] row = row(rng);
            SCHEMA.squaredDistances(columns, count, row, squares);
            for (int i = 0; i < count; i++) {
                double[] other = new double[row.length];
                double squared = 0;
                double cost = 0;
                double largest = 0;
                for (int j = 0; j < row.length; j++) {
                    other[j] = columns[j][i];
                    double distance = SCHEMA.feature(j).distance(other[j], row[j]);
                    squared += distance * distance;
                    cost += distance * SCHEMA.feature(j).cost();
                    largest = SCHEMA.feature(j).isNumber() ? Math.max(largest, distance) : largest;
                }
                assertThat(squares[i]).isEqualTo(squared);
                assertThat(SCHEMA.distance(other, row)).isCloseTo(Math.sqrt(squared), within(1e-12));
                assertThat(SCHEMA.cost(other, row)).isEqualTo(cost);
                assertThat(SCHEMA.largestMove(other, row)).isEqualTo(largest);
            }
        }
        assertThat(squares[count]).isZero();
    }

    /** Values of which some are missing, infinite or equal. */
    private static double[] row(Rng rng) {
        double[] row = {
            rng.nextInt(11),
            rng.nextInt(3),
            rng.chance(0.1) ? Double.POSITIVE_INFINITY : rng.nextInt(100),
            rng.nextInt(2)
        };
        for (int j = 0; j < row.length; j++) {
            row[j] = rng.chance(0.1) ? Double.NaN : row[j];
        }
        return row;
    }
}
