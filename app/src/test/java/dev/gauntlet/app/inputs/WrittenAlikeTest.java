package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How numbers are written is kept from the training rows of a detector to the rows it scores. */
final class WrittenAlikeTest {
    @TempDir
    private Path folder = Path.of("");

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String comma(double value) {
        return plain(value).replace('.', ',');
    }

    private static String percent(double value) {
        return plain(100 * value) + "%";
    }

    /** 200 rows, of which those from 5 on are malicious. */
    private Path rows(String name, DoubleFunction<String> writing) throws IOException {
        StringBuilder text = new StringBuilder("size;rate;verdict\n");
        for (int i = 0; i < 200; i++) {
            double size = i % 10 + 0.25;
            text.append(writing.apply(size)).append(';').append(writing.apply(i % 7 + 0.5));
            text.append(size < 5 ? ";good\n" : ";bad\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private void judges(Path detector, Path data) {
        assertThat(Terminal.said("infer", detector, data, "--out", folder.resolve("verdicts.jsonl")))
                .isNotNull();
        assertThat(folder.resolve("verdicts.jsonl")).content().hasLineCount(200).doesNotContain("unjudged");
    }

    @Test
    void testRowsWrittenInAnotherWayAreRefused() throws IOException {
        for (DoubleFunction<String> other :
                List.<DoubleFunction<String>>of(WrittenAlikeTest::comma, WrittenAlikeTest::percent)) {
            Terminal.Result result = Terminal.run(
                    "process",
                    "--data",
                    rows("train.csv", WrittenAlikeTest::plain),
                    "--test",
                    rows("test.csv", other),
                    "--label",
                    "verdict",
                    "--benign",
                    "good",
                    "--out",
                    folder.resolve("run"));
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("test.csv: its values are written differently (rate as ");
        }
    }

    @Test
    void anImportedModelJudgesRowsAsItsDataAreWritten() throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), ModelFiles.xgboost(0, "size", "rate"));
        Path detector = folder.resolve("detector.gauntlet");
        Path data = rows("data.csv", WrittenAlikeTest::comma);
        Terminal.said("import", model, "--data", data, "--out", detector);
        judges(detector, data);
    }

    @Test
    void detectorsOfOtherObjectivesJudgeRowsAsTheirDataAreWritten() throws IOException {
        Path data = rows("data.csv", WrittenAlikeTest::comma);
        Path anomalies = folder.resolve("anomalies.gauntlet");
        String out = Terminal.said(
                "train",
                "--data",
                data,
                "--label",
                "verdict",
                "--objective",
                "anomalies",
                "--algorithm",
                "isolation-forest",
                "--out",
                anomalies);
        assertThat(out).contains("note: data.csv: column \"size\" is read as numbers written as decimal-comma");
        judges(anomalies, data);
    }
}
