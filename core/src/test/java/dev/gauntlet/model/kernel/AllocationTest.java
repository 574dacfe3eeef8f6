package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.learn.RandomForest;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
    private static final int WIDTH = 5;
    private static final int ROWS = 4096;

    private static Rows random(int size, int width) {
        Rng rng = Seed.of(size).rng();
        return Rows.fill(size, width, (i, j) -> rng.nextGaussian());
    }

    private static Network network(int... sizes) {
        double[][] weights = new double[sizes.length - 1][];
        double[][] biases = new double[sizes.length - 1][];
        for (int l = 0; l < weights.length; l++) {
            weights[l] = random(sizes[l], sizes[l + 1]).toArray();
            biases[l] = new double[sizes[l + 1]];
        }
        return new Network(weights, biases);
    }

    private static Predictor forest(int depth) {
        Schema schema = new Schema(IntStream.range(0, WIDTH)
                .mapToObj(j -> Feature.real("f" + j, -9, 9))
                .toList());
        int[] labels = IntStream.range(0, 300).map(i -> i % 2).toArray();
        Dataset data = Dataset.of(schema, random(300, WIDTH), labels, List.of("benign", "malicious"));
        return new RandomForest(9, depth, 1, 0).train(data, Run.seeded(1)).kernel();
    }

    static Stream<Predictor> kernels() {
        return Stream.of(
                forest(3),
                forest(0),
                network(WIDTH, 8, 1),
                new FloatNetwork(network(WIDTH, 8, 1)),
                new LinearKernel(random(1, WIDTH).toArray(), 0.5),
                new RadialKernel(random(7, WIDTH), new double[] {1, -1, 1, -1, 1, -1, 1}, 0.3, 0),
                new GaussianBayes(
                        0,
                        new double[2 * WIDTH],
                        IntStream.range(0, 2 * WIDTH).mapToDouble(j -> 1 + j).toArray()));
    }

    static Stream<Predictor> ofManyOutputs() {
        return Stream.of(
                network(WIDTH, 8, 3),
                new FloatNetwork(network(WIDTH, 8, 3)),
                new NearestRows(2, random(7, WIDTH), Rows.fill(7, 3, (i, c) -> c == i % 3 ? 1 : 0)),
                new OneAgainstRest(random(3, WIDTH).toArray(), new double[3]));
    }

    /** The least of several attempts, as whatever else is done only adds to it. */
    private static long bytes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRowMoreCostsNoMemoryButItsAnswer(Predictor kernel) {
        Rows few = random(ROWS, WIDTH);
        Rows many = random(2 * ROWS, WIDTH);
        long more = bytes(() -> kernel.malice(many)) - bytes(() -> kernel.malice(few));
        assertThat(more / (double) ROWS).isBetween(7.5, 8.5);
    }

    @ParameterizedTest
    @MethodSource("ofManyOutputs")
    void aRowMoreCostsNoMemoryButItsAnswers(Predictor kernel) {
        Rows few = random(ROWS, WIDTH);
        Rows many = random(2 * ROWS, WIDTH);
        long more = bytes(() -> kernel.scores(many)) - bytes(() -> kernel.scores(few));
        assertThat(more / (double) ROWS).isBetween(23.5, 24.5);
    }
}
