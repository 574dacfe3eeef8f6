package dev.gauntlet.benchmarks;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.xgboost.GradientBoosting;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.app.serve.GrowingFile;
import dev.gauntlet.app.serve.Inference;
import dev.gauntlet.app.serve.UnjudgedRows;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What {@code gauntlet infer} spends its time on: rows a second of 200 trees of depth 6 over 40 features of CSV, read alone,
 * scored alone on one thread, and judged into a file, with and without the features behind alarms. Before anything is timed,
 * each score written must be that of the model on the row.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class InferenceBenchmark {
    private static final int WIDTH = 40;
    private static final int SIZE = 100_000;
    private static final int TRAINING = 20_000;
    private static final int BATCH = 8192;

    private Path folder;
    private Path file;
    private Model model;
    private Rows rows;
    private Deployed detector;

    /** Trains, writes detector and rows, and checks what is judged. */
    @Setup
    public void train() throws IOException {
        Schema schema = new Schema(IntStream.range(0, WIDTH)
                .mapToObj(j -> Feature.real("f" + j, -100, 100))
                .toList());
        Rows training = random(1, TRAINING);
        int[] labels = IntStream.range(0, TRAINING)
                .map(i -> training.get(i, 0) * training.get(i, 1) + training.get(i, 2) > 50 ? 1 : 0)
                .toArray();
        Dataset data = Dataset.of(schema, training, labels, List.of("benign", "malicious"));
        model = new GradientBoosting(200, 6, 0.1, 1, 1, 1, 64).train(data, Run.seeded(1));
        rows = random(2, SIZE);
        folder = Files.createTempDirectory("inference");
        file = folder.resolve("rows.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", schema.names()) + "\n");
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    out.write((j == 0 ? "" : ",") + rows.get(i, j));
                }
                out.write('\n');
            }
        }
        TableSchema table = new TableSchema(
                schema, List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
        Path bundle = folder.resolve("detector.zip");
        new BundleFile(model, table).write(bundle);
        detector = Deployed.read(bundle.toString(), Optional.empty());
        check();
    }

    /** Three of four values are whole, as counts and flags are. */
    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(
                size, WIDTH, (i, j) -> j % 4 == 0 ? Math.rint(4000 * rng.nextGaussian()) / 1000 : rng.nextInt(10));
    }

    private void check() throws IOException {
        withoutFeatures();
        double[] malice = model.malice(rows);
        try (Stream<String> lines = Files.lines(folder.resolve("verdicts.csv"))) {
            List<String> written =
                    lines.skip(1).map(line -> line.split(",", -1)[3]).toList();
            for (int i = 0; i < SIZE; i++) {
                if (written.size() != SIZE || Double.parseDouble(written.get(i)) != malice[i]) {
                    throw new IllegalStateException("row %d: %s of %d lines instead of %s"
                            .formatted(i, written.get(i), written.size(), malice[i]));
                }
            }
        }
    }

    /** Removes what was written. */
    @TearDown
    public void remove() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                Files.delete(path);
            }
        }
        Files.delete(folder);
    }

    private RecordStream stream() {
        return new StreamSource(detector.table(), StreamSource.Format.AUTO, BATCH).open(file);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public int reading() {
        int read = 0;
        try (RecordStream stream = stream()) {
            for (Optional<Records> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                read += batch.get().size();
            }
        }
        return read;
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public double[] scoring() {
        return model.malice(rows);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public Inference.Tally withoutFeatures() {
        return judged(0);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public Inference.Tally withFeaturesOfAlarms() {
        return judged(3);
    }

    private Inference.Tally judged(int top) {
        try (RecordStream stream = stream();
                GrowingFile out = new GrowingFile(folder.resolve("verdicts.csv"), false)) {
            Inference inference = new Inference(top, false, true, List.of(), UnjudgedRows.MARK);
            Inference.Tally tally = inference.run(
                    detector,
                    List.of(),
                    stream,
                    new Inference.Sinks(out, Inference.Sink.NOWHERE, Inference.Sink.NOWHERE),
                    false,
                    () -> false,
                    t -> {},
                    Inference.Tally.NONE);
            out.finish();
            return tally;
        }
    }
}
