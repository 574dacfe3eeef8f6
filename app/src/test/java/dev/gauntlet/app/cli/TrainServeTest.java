package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.RecordsFile;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Assembly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a detector learns from and what it judges are the same, to the last bit, whatever the record was written in. */
final class TrainServeTest {
    /** Smaller than a day, so that windows reach over the borders of batches. */
    private static final int BATCH = 70;

    @TempDir
    Path folder;

    @BeforeEach
    void writeNetwork() {
        said("simulate", folder.resolve("network"), "--connections", 1500);
        Records zeek = read("conn.*");
        RecordsFile.write(zeek, folder.resolve("network/zeek.jsonl"));
    }

    private Records read(String files) {
        return new FileSource(folder.resolve("network").resolve(files)).read(Run.seeded(1));
    }

    @ParameterizedTest
    @CsvSource({"conn.*, conn.*", "conn.*, zeek.jsonl", "zeek.jsonl, conn.*", "eve.json, eve.json"})
    void featuresAndScoresAreTheSameInBothPaths(String learnt, String judged) throws IOException {
        Path labelled = folder.resolve("labelled.parquet");
        Path rows = folder.resolve("rows.parquet");
        Path bundle = folder.resolve("detector.zip");
        Path data = folder.resolve("network").resolve(learnt);
        said("label", data, "--alerts", folder.resolve("network/eve.json"), "--otherwise", "benign", "--out", labelled);
        said("assemble", "--data", labelled, "--label", "label", "--benign", "benign", "--out", rows);
        said(
                "train",
                "--data",
                rows,
                "--schema",
                folder.resolve("rows.yaml"),
                "--algorithm",
                "random-forest:trees=9",
                "--calibrate",
                "isotonic",
                "--fpr",
                "0.05",
                "--out",
                bundle);
        BundleFile detector = BundleFile.read(bundle);

        Dataset batch = assembled(detector, rows);
        Path raw = folder.resolve("network").resolve(judged);
        List<double[]> streamed = streamed(detector, raw);
        assertThat(streamed).hasSize(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            for (int j = 0; j < batch.schema().width(); j++) {
                assertThat(Double.doubleToRawLongBits(streamed.get(i)[j]))
                        .as(batch.schema().feature(j).name() + " of record " + i)
                        .isEqualTo(Double.doubleToRawLongBits(batch.rows().get(i, j)));
            }
        }

        Path verdicts = folder.resolve("verdicts.jsonl");
        said("infer", bundle, raw, "--batch", BATCH, "--top", 0, "--out", verdicts);
        double[] scores = detector.model().malice(batch.rows());
        List<String> lines = Files.readAllLines(verdicts);
        assertThat(lines).hasSize(scores.length);
        for (int i = 0; i < scores.length; i++) {
            assertThat(JsonMapper.shared().readTree(lines.get(i)).get("score").asDouble())
                    .as("score of record " + i)
                    .isEqualTo(scores[i]);
        }
        assertThat(java.util.Arrays.stream(scores).distinct().count()).isGreaterThan(5);
    }

    /** What {@code assemble} wrote, as training reads it. */
    private static Dataset assembled(BundleFile detector, Path rows) {
        Records records = FileSource.of(rows, detector.table()).read(Run.seeded(1));
        return detector.table().assembly().assemble(records).rows();
    }

    private static List<double[]> streamed(BundleFile detector, Path raw) {
        List<double[]> rows = new ArrayList<>();
        Assembly.Running assembly = detector.table().assembly().start();
        StreamSource source = new StreamSource(detector.table(), StreamSource.Format.AUTO, BATCH);
        try (RecordStream stream = source.open(raw)) {
            for (Optional<Records> next = stream.next(); next.isPresent(); next = stream.next()) {
                Dataset part = assembly.assemble(next.get()).rows();
                for (int i = 0; i < part.size(); i++) {
                    rows.add(part.rows().row(i));
                }
            }
        }
        return rows;
    }

    @Test
    void theTextAndTheJsonOfZeekGiveTheSameRows() {
        Records text = read("conn.*");
        Records json = read("zeek.jsonl");
        for (Column column : text.columns()) {
            for (int i = 0; i < text.size(); i++) {
                assertThat(json.column(column.name()).text(i)).isEqualTo(column.text(i));
            }
        }
    }
}
