package dev.gauntlet.benchmarks;

import ai.onnxruntime.OrtException;
import dev.gauntlet.adapters.xgboost.XGBoostJson;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
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
 * One XGBoost model of 200 trees of depth 6 over 40 features, scored on one thread by our own kernel, by XGBoost, through a
 * fresh matrix and in place, and by ONNX Runtime; and one row of which a feature takes as many values. Before anything is
 * timed, all must give margins of the same bits, but ONNX Runtime, which sums in another order, to 1e-4.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TreeScoringBenchmark {
    private static final int WIDTH = 40;
    private static final int TREES = 200;
    private static final int TRAINING = 20_000;
    private static final Map<String, Object> SETTINGS =
            Map.of("objective", "binary:logistic", "max_depth", 6, "nthread", 1, "verbosity", 0, "base_score", 0.5);

    /** Rows a call. */
    @Param({"1", "16", "100000"})
    public int size;

    private Batches batches;
    private TreeEnsemble ours;
    private Booster booster;
    private RuntimeTrees runtime;
    private double[] row;
    private double[] column;

    /** Trains, reads the model into our kernel, and compares. */
    @Setup
    public void train() throws XGBoostError, OrtException {
        Rows training = random(1, TRAINING);
        float[] labels = new float[TRAINING];
        for (int i = 0; i < TRAINING; i++) {
            labels[i] = training.get(i, 0) * training.get(i, 1) + training.get(i, 2) > 0.3 ? 1 : 0;
        }
        DMatrix matrix = new DMatrix(training.toFloats(), TRAINING, WIDTH, Float.NaN);
        matrix.setLabel(labels);
        booster = XGBoost.train(matrix, SETTINGS, TREES, Map.of(), null, null);
        matrix.dispose();
        ours = XGBoostJson.read(booster.toByteArray("json"));
        runtime = new RuntimeTrees(ours);
        batches = new Batches(size, count -> random(2, count));
        row = batches.first().row(0);
        column = batches.first().column(0);
        check();
    }

    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(size, WIDTH, (i, j) -> rng.chance(0.05) ? Double.NaN : rng.nextGaussian());
    }

    private void check() throws XGBoostError, OrtException {
        batches.rewind();
        double[] kernel = treeEnsemble();
        batches.rewind();
        float[][] matrix = xgboostMatrix();
        batches.rewind();
        float[][] inPlace = xgboostInPlace();
        batches.rewind();
        float[][] said = onnxRuntime();
        for (int i = 0; i < size; i++) {
            int bits = Float.floatToIntBits((float) kernel[i]);
            if (bits != Float.floatToIntBits(matrix[i][0]) || bits != Float.floatToIntBits(inPlace[i][0])) {
                throw new IllegalStateException(
                        "row %d: %s, %s and %s differ".formatted(i, kernel[i], matrix[i][0], inPlace[i][0]));
            }
            if (!(Math.abs(kernel[i] - said[i][0]) <= 1e-4)) {
                throw new IllegalStateException("row %d: %s and %s differ".formatted(i, kernel[i], said[i][0]));
            }
        }
        Rows varied = Rows.fill(size, WIDTH, (i, j) -> j == 0 ? column[i] : row[j]);
        if (!Arrays.equals(ours.malice(varied), oneFeature())) {
            throw new IllegalStateException("one feature that varies gives other scores than whole rows");
        }
    }

    @TearDown
    public void dispose() throws OrtException {
        booster.dispose();
        runtime.close();
    }

    @Benchmark
    public double[] treeEnsemble() {
        return ours.malice(batches.nextRows());
    }

    @Benchmark
    public double[] oneFeature() {
        return ours.maliceVarying(row, 0, column);
    }

    @Benchmark
    public float[][] onnxRuntime() throws OrtException {
        return runtime.scores(batches.nextFloats(), size, WIDTH);
    }

    @Benchmark
    public float[][] xgboostMatrix() throws XGBoostError {
        DMatrix matrix = new DMatrix(batches.nextFloats(), size, WIDTH, Float.NaN);
        try {
            return booster.predict(matrix, true);
        } finally {
            matrix.dispose();
        }
    }

    @Benchmark
    public float[][] xgboostInPlace() throws XGBoostError {
        return booster.inplace_predict(
                batches.nextFloats(), size, WIDTH, Float.NaN, new int[] {0, 0}, Booster.PredictionType.kMargin, null);
    }
}
