package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector is named in the same ways to every command. */
final class ModelOptionTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path table = Path.of("");
    private static Path run = Path.of("");
    private static Path bundle = Path.of("");

    @BeforeAll
    static void make() throws IOException {
        table = Terminal.table(folder.resolve("table.csv"), 400);
        run = folder.resolve("run");
        Terminal.said("process", "--data", table, "--label", "verdict", "--benign", "good", "--out", run);
        bundle = run.resolve("model/detector.zip");
    }

    @Test
    void asAWordAndAsAnOption() {
        String verdicts = Terminal.said("infer", bundle, table);
        for (Path model : List.of(bundle, run)) {
            assertThat(Terminal.said("infer", model, table)).isEqualTo(verdicts);
            assertThat(Terminal.said("infer", "--model", model, table)).isEqualTo(verdicts);
            assertThat(Terminal.said("evaluate", model, "--test", table)).contains("recall");
            assertThat(Terminal.said("evaluate", "--model", model, "--test", table))
                    .contains("recall");
            assertThat(Terminal.said("assess", "--model", model, "--test", table, "--dry-run"))
                    .contains("will run");
            assertThat(Terminal.said("monitor", "--model", model, "--reference", table, "--live", table))
                    .contains("alerts");
            assertThat(Terminal.said("export", "--model", model, "--out", folder.resolve("detector.onnx")))
                    .contains("bytes");
        }
    }

    @Test
    void evaluateTakesAPlanBesideTheOption() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "test: " + table + "\n");
        assertThat(Terminal.said("evaluate", "--model", bundle, plan)).contains("recall");
        assertThat(Terminal.said("evaluate", bundle, plan)).contains("recall");
    }

    @Test
    void neitherOrBothAreMistakes() {
        assertThat(Terminal.refused("infer", table).err()).contains("a detector is needed: MODEL or --model MODEL");
        assertThat(Terminal.refused("infer", "--model", bundle, bundle, table).err())
                .contains("both name a detector");
        assertThat(Terminal.refused("export", "--out", folder.resolve("x.onnx")).err())
                .contains("a detector is needed");
    }
}
