package dev.gauntlet.benchmarks;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * One LightGBM model of 200 trees of depth 6 over 40 features, scored on one thread by our own kernel and by LightGBM. Before
 * anything is timed, both must give raw scores of the same bits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LightGbmScoringBenchmark {
    private static final int WIDTH = 40;
    private static final int TREES = 200;
    private static final int TRAINING = 20_000;
    private static final String SETTINGS = "objective=binary max_depth=6 num_leaves=64 num_threads=1 verbosity=-1";

    /** Rows a call. */
    @Param({"1", "16", "100000"})
    public int size;

    private Batches batches;
    private Predictor ours;
    private LGBMBooster booster;

    /** Trains, reads the model into our kernel, and compares. */
    @Setup
    public void train() throws LGBMException {
        Rows training = random(1, TRAINING);
        float[] labels = new float[TRAINING];
        for (int i = 0; i < TRAINING; i++) {
            labels[i] = training.get(i, 0) * training.get(i, 1) + training.get(i, 2) > 0.3 ? 1 : 0;
        }
        try (LGBMDataset data = LGBMDataset.createFromMat(training.toFloats(), TRAINING, WIDTH, true, SETTINGS, null)) {
            data.setField("label", labels);
            try (LGBMBooster trained = LGBMBooster.create(data, SETTINGS)) {
                for (int round = 0; round < TREES; round++) {
                    trained.updateOneIter();
                }
                String text = trained.saveModelToString(0, 0, FeatureImportanceType.GAIN);
                ours = LightGbmFile.readText(text.getBytes(StandardCharsets.UTF_8))
                        .kernel();
                booster = LGBMBooster.loadModelFromString(text);
            }
        }
        batches = new Batches(size, count -> random(2, count));
        batches.rewind();
        double[] kernel = kernel();
        batches.rewind();
        if (!Arrays.equals(kernel, lightGbm())) {
            throw new IllegalStateException("LightGBM gives other raw scores");
        }
    }

    /** Numbers that are floats, so that both compare the same. */
    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(size, WIDTH, (i, j) -> rng.chance(0.05) ? Double.NaN : (float) rng.nextGaussian());
    }

    @TearDown
    public void dispose() throws LGBMException {
        booster.close();
    }

    @Benchmark
    public double[] kernel() {
        return ours.malice(batches.nextRows());
    }

    @Benchmark
    public double[] lightGbm() throws LGBMException {
        return booster.predictForMat(
                batches.nextFloats(), size, WIDTH, true, PredictionType.C_API_PREDICT_RAW_SCORE, "num_threads=1");
    }
}
