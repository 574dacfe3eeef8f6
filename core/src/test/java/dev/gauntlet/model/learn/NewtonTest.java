package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewtonTest {
    private static final double STEP = 1e-5;

    static Stream<Newton.Loss> losses() {
        Rng rng = Seed.of(3).rng();
        Schema schema = new Schema(List.of(Feature.real("a", -9, 9), Feature.real("b", -9, 9)));
        Rows rows = Rows.fill(12, 2, (i, j) -> rng.nextGaussian());
        int[] labels = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 2};
        Dataset data = Dataset.of(schema, rows, labels, List.of("benign", "bot", "scan"));
        return Stream.of(
                new LogLoss(TrainingMatrix.of(data), 0.7), new SoftmaxLoss(TrainingMatrix.ofClasses(data), 0.7));
    }

    private static double[] random(int size) {
        Rng rng = Seed.of(size).rng();
        double[] values = new double[size];
        Arrays.setAll(values, j -> rng.nextGaussian());
        return values;
    }

    private static double[] moved(double[] w, double[] along, double step) {
        double[] moved = w.clone();
        Arrays.setAll(moved, j -> w[j] + step * along[j]);
        return moved;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void firstAndSecondDerivativesAreThoseOfFiniteDifferences(Newton.Loss loss) {
        int size = loss.size();
        double[] w = random(size);
        double[] v = random(size + 1);
        double[] up = new double[size];
        double[] down = new double[size];
        double rise = loss.at(moved(w, v, STEP), up) - loss.at(moved(w, v, -STEP), down);
        double[] gradient = new double[size];
        loss.at(w, gradient);
        double slope = 0;
        for (int j = 0; j < size; j++) {
            slope += gradient[j] * v[j];
        }
        assertThat(slope).isCloseTo(rise / (2 * STEP), within(1e-7));
        double[] bent = loss.bent(Arrays.copyOf(v, size));
        for (int j = 0; j < size; j++) {
            assertThat(bent[j]).isCloseTo((up[j] - down[j]) / (2 * STEP), within(1e-7));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theDiagonalIsThatOfTheSecondDerivative(Newton.Loss loss) {
        loss.at(random(loss.size()), new double[loss.size()]);
        double[] diagonal = loss.diagonal();
        for (int j = 0; j < loss.size(); j++) {
            double[] unit = new double[loss.size()];
            unit[j] = 1;
            assertThat(diagonal[j]).isCloseTo(loss.bent(unit)[j], within(1e-12));
        }
    }
}
