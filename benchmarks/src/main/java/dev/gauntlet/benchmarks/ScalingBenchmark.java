package dev.gauntlet.benchmarks;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.learn.RandomForest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One kernel asked for 128,000 rows of 64 features by pieces of {@link Run#map}, as trials ask it, on one thread and on two:
 * 100 trees of depth 6, and a network of two layers of 64. Before anything is timed, the pieces must give the bits of the whole.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ScalingBenchmark {
    private static final int WIDTH = 64;
    private static final int SIZE = 128_000;
    private static final int PIECES = 32;
    private static final int TRAINING = 5000;

    @Param({"trees", "network"})
    public String kernel;

    @Param({"1", "2"})
    public int threads;

    private Predictor ours;
    private List<Rows> pieces;
    private ForkJoinPool pool;

    /** Makes the kernel and the rows, and compares. */
    @Setup
    public void make() {
        Rng rng = Seed.of(1).rng();
        ours = kernel.equals("trees") ? trees(rng) : NetworkScoringBenchmark.network(rng, WIDTH, WIDTH, WIDTH, 1);
        Rows rows = random(rng, SIZE);
        pieces = IntStream.range(0, PIECES)
                .mapToObj(p -> rows.slice(p * (SIZE / PIECES), (p + 1) * (SIZE / PIECES)))
                .toList();
        pool = new ForkJoinPool(threads);
        double[] whole = ours.malice(rows);
        if (!Arrays.equals(
                whole, score().stream().flatMapToDouble(Arrays::stream).toArray())) {
            throw new IllegalStateException("pieces give other scores than the whole");
        }
    }

    private static Predictor trees(Rng rng) {
        Rows training = random(rng, TRAINING);
        Schema schema = new Schema(IntStream.range(0, WIDTH)
                .mapToObj(j -> Feature.real("f" + j, -100, 100))
                .toList());
        int[] labels = IntStream.range(0, TRAINING)
                .map(i -> training.get(i, 0) * training.get(i, 1) + training.get(i, 2) > 0.3 ? 1 : 0)
                .toArray();
        Dataset data = Dataset.of(schema, training, labels, List.of("benign", "malicious"));
        return new RandomForest(100, 6, 1, 0).train(data, Run.seeded(1)).kernel();
    }

    private static Rows random(Rng rng, int size) {
        return Rows.fill(size, WIDTH, (i, j) -> rng.nextGaussian());
    }

    @TearDown
    public void shut() {
        pool.shutdown();
    }

    @Benchmark
    public List<double[]> score() {
        return Run.on(pool, Seed.of(1)).map(PIECES, (p, run) -> ours.malice(pieces.get(p)));
    }
}
