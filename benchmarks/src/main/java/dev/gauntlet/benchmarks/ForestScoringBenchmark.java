package dev.gauntlet.benchmarks;

import ai.onnxruntime.OrtException;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.learn.RandomForest;
import java.util.List;
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
 * A random forest of 100 deep trees over 40 features, learnt from 20,000 rows of which a tenth are labelled at random,
 * scored on one thread by our own kernel and by ONNX Runtime. Before anything is timed, both must agree to 1e-5.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ForestScoringBenchmark {
    private static final int WIDTH = 40;
    private static final int TRAINING = 20_000;

    /** The most splits on a path; 0 is no limit. */
    @Param({"12", "0"})
    public int depth;

    /** Rows a call. */
    @Param({"1", "16", "20000"})
    public int size;

    private Batches batches;
    private TreeEnsemble ours;
    private RuntimeTrees runtime;

    /** Trains, converts, and compares. */
    @Setup
    public void train() throws OrtException {
        Rows training = random(1, TRAINING);
        Rng rng = Seed.of(3).rng();
        int[] labels = IntStream.range(0, TRAINING)
                .map(i -> rng.chance(0.1)
                        ? rng.nextInt(2)
                        : training.get(i, 0) * training.get(i, 1) + training.get(i, 2) > 0.3 ? 1 : 0)
                .toArray();
        Schema schema = new Schema(IntStream.range(0, WIDTH)
                .mapToObj(j -> Feature.real("f" + j, -100, 100))
                .toList());
        Dataset data = Dataset.of(schema, training, labels, List.of("benign", "malicious"));
        ours = (TreeEnsemble)
                new RandomForest(100, depth, 1, 0).train(data, Run.seeded(1)).kernel();
        runtime = new RuntimeTrees(ours);
        batches = new Batches(size, count -> random(2, count));
        batches.rewind();
        double[] kernel = treeEnsemble();
        batches.rewind();
        float[][] said = onnxRuntime();
        for (int i = 0; i < size; i++) {
            if (!(Math.abs(kernel[i] - said[i][0]) <= 1e-5)) {
                throw new IllegalStateException("row %d: %s and %s differ".formatted(i, kernel[i], said[i][0]));
            }
        }
    }

    /** Numbers that are floats, so that both compare the same. */
    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(size, WIDTH, (i, j) -> (float) rng.nextGaussian());
    }

    @TearDown
    public void dispose() throws OrtException {
        runtime.close();
    }

    @Benchmark
    public double[] treeEnsemble() {
        return ours.malice(batches.nextRows());
    }

    @Benchmark
    public float[][] onnxRuntime() throws OrtException {
        return runtime.scores(batches.nextFloats(), size, WIDTH);
    }
}
