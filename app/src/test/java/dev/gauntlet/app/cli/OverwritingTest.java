package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverwritingTest {
    @TempDir
    Path folder;

    private Path table = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        table = Terminal.table(folder.resolve("t.csv"), 40);
    }

    private void keeps(Path file, Object... command) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThat(Terminal.refused(command).err()).contains("is the same file as", "would be overwritten");
        assertThat(file).hasBinaryContent(before);
    }

    private Object[] with(List<?> words, Object... more) {
        List<Object> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Test
    void noCommandReplacesItsInput() throws IOException {
        keeps(table, "label", table, "--column", "verdict", "--out", table);
        keeps(table, "schema", table, "--write", table);
        keeps(table, "train", "--data", table, "--label", "verdict", "--out", table);
        keeps(table, "assemble", "--data", table, "--out", table);
        keeps(table, "infer", "detector.zip", table, "--out", table);
        keeps(table, "infer", "detector.zip", table, "--out", folder.resolve("v"), "--rejected", table);
    }

    @Test
    void noOtherNameOfTheInputIsReplaced() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("soft"), table);
        Path hard = Files.createLink(folder.resolve("hard"), table);
        for (Path other : List.of(link, hard, folder.resolve("./x/../t.csv"))) {
            keeps(table, "infer", "detector.zip", table, "--out", other);
        }
        keeps(table, "infer", "detector.zip", folder.resolve("*.csv"), "--out", table);
        keeps(table, "infer", "detector.zip", folder, "--out", table);
    }

    @Test
    void noKeyAndNoModelIsReplaced() throws IOException {
        Path key = folder.resolve("seal.key");
        Terminal.said("key", "seal", key);
        Path model = Files.writeString(folder.resolve("d.zip"), "a model");
        List<Object> infer = List.of("infer", model, table, "--seal-key", key, "--out");
        keeps(key, with(infer, key));
        keeps(model, with(infer, model));
    }

    @Test
    void theDataOfAPlanIsNotReplaced() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"), "data: %s\nlabel: verdict\nbenign: [good]\n".formatted(table));
        keeps(table, "train", plan, "--out", table);
        keeps(plan, "train", plan, "--out", plan);
    }

    @Test
    void twoOutputsAreTwoFiles() throws IOException {
        Path out = folder.resolve("v.jsonl");
        assertThat(Terminal.refused("infer", "detector.zip", table, "--out", out, "--rejected", out)
                        .err())
                .contains("--rejected", "is the same file as --out");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(table);
        }
    }
}
