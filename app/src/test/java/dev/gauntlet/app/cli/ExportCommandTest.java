package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors written for other programs, as at a terminal. */
final class ExportCommandTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path run = Path.of("");

    @BeforeAll
    static void buildOnce() throws IOException {
        run = built("decision-tree");
    }

    private static Path built(String trainer) throws IOException {
        Path data = Terminal.table(folder.resolve("table.csv"), 200);
        Path out = folder.resolve(trainer);
        Path plan = Files.writeString(folder.resolve(trainer + ".yaml"), """
                data: '%s'
                label: verdict
                benign: good
                pipeline: {algorithms: [%s], settings: 1}
                """.formatted(data, trainer));
        Terminal.Result result = Terminal.run("process", plan, "--out", out);
        assertThat(result.code()).as(result.err()).isZero();
        return out;
    }

    @Test
    void theDetectorOfARunIsWrittenFromItsFolderOrItsBundle() throws IOException {
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        Terminal.Result result = Terminal.run("export", run, "--out", first);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("first.onnx: ", "trained by decision-tree, 4 features");
        assertThat(Terminal.run("export", run.resolve("model/detector.zip"), "--out", second)
                        .code())
                .isZero();
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(first)).getGraph().getOutputList())
                .extracting(output -> output.getName())
                .containsExactly("label", "score", "probability");
    }

    @Test
    void whatCannotBeWrittenIsRefusedByName() throws IOException {
        Path other = built("nearest-neighbours");
        Path file = folder.resolve("other.onnx");
        Terminal.Result result = Terminal.run("export", other, "--out", file);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("nearest-neighbours", "trees, linear models")
                .doesNotContain("Exception");
        assertThat(file).doesNotExist();
        assertThat(Terminal.run("export", folder.resolve("none.zip"), "--out", file)
                        .err())
                .contains("none.zip: there is no such model file");
    }
}
