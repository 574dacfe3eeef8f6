package dev.gauntlet.benchmarks;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.FloatNetwork;
import dev.gauntlet.model.kernel.Network;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A network of 64 inputs, two layers of 64 units that give max(0, x) and one output, on one thread: scored by our own kernels
 * in doubles, with and without vectors, and in floats, as most files are, and by ONNX Runtime in both; beside them our gradients
 * by the inputs. Before anything is timed all must agree, doubles to 1e-12 and floats to 1e-6.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NetworkScoringBenchmark {
    private static final int WIDTH = 64;

    /** Rows a call. */
    @Param({"1", "32", "1000"})
    public int size;

    private Network ours;
    private FloatNetwork oursInFloats;
    private Rows rows;
    private double[] doubles;
    private float[] floats;
    private RuntimeNetwork inFloats;
    private RuntimeNetwork inDoubles;

    /** Draws the network and the rows, converts, and compares. */
    @Setup
    public void draw() throws OrtException {
        Rng rng = Seed.of(1).rng();
        ours = network(rng, WIDTH, WIDTH, WIDTH, 1);
        oursInFloats = new FloatNetwork(ours);
        rows = Rows.fill(size, WIDTH, (i, j) -> (float) rng.nextGaussian());
        doubles = rows.toArray();
        floats = rows.toFloats();
        inFloats = new RuntimeNetwork(ours, DataType.FLOAT);
        inDoubles = new RuntimeNetwork(ours, DataType.DOUBLE);
        double[] kernel = network();
        double[] rounded = networkFloats();
        float[][] single = onnxRuntimeFloats();
        double[][] exact = onnxRuntimeDoubles();
        for (int i = 0; i < size; i++) {
            boolean agree = Math.abs(kernel[i] - single[i][0]) <= 1e-6
                    && Math.abs(rounded[i] - single[i][0]) <= 1e-6
                    && Math.abs(kernel[i] - exact[i][0]) <= 1e-12;
            if (!agree) {
                throw new IllegalStateException("row %d: %s, %s, %s and %s differ"
                        .formatted(i, kernel[i], rounded[i], single[i][0], exact[i][0]));
            }
        }
    }

    /** Weights that are floats and keep sums about 1. */
    static Network network(Rng rng, int... sizes) {
        double[][] weights = new double[sizes.length - 1][];
        double[][] biases = new double[sizes.length - 1][];
        for (int l = 0; l < weights.length; l++) {
            double deviation = Math.sqrt(1.0 / sizes[l]);
            weights[l] = Rows.fill(sizes[l], sizes[l + 1], (i, j) -> (float) (deviation * rng.nextGaussian()))
                    .toArray();
            biases[l] = Rows.fill(1, sizes[l + 1], (i, j) -> (float) (deviation * rng.nextGaussian()))
                    .toArray();
        }
        return new Network(weights, biases);
    }

    @TearDown
    public void dispose() throws OrtException {
        inFloats.close();
        inDoubles.close();
    }

    @Benchmark
    public double[] network() {
        return ours.malice(rows);
    }

    @Benchmark
    public double[] networkFloats() {
        return oursInFloats.malice(rows);
    }

    @Benchmark
    @Fork(jvmArgsAppend = "-XX:-UseSuperWord")
    public double[] networkWithoutVectors() {
        return ours.malice(rows);
    }

    @Benchmark
    public Rows gradient() {
        return ours.maliceGradient(rows);
    }

    @Benchmark
    public float[][] onnxRuntimeFloats() throws OrtException {
        return inFloats.scores(floats, size, WIDTH);
    }

    @Benchmark
    public double[][] onnxRuntimeDoubles() throws OrtException {
        return inDoubles.scores(doubles, size, WIDTH);
    }
}
