package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void noFileOfARegistryOrOfTheDetectorOfARunIsReplaced() throws IOException {
        Path model = folder.resolve("run-1/model/detector.zip");
        Files.createDirectories(model.getParent());
        Path rows = Terminal.table(folder.resolve("train.csv"), 600);
        Terminal.said("train", "--data", rows, "--label", "verdict", "--benign", "good", "--out", model);
        Path key = folder.resolve("soc.key");
        Terminal.said("key", "new", "soc", "--out", folder);
        Path registry = folder.resolve("reg");
        Terminal.said("deploy", model, "--registry", registry, "--key", key);
        Terminal.said("registry", "promote", registry, "1", "--to", "champion");
        for (String name :
                List.of("versions/1/detector.zip", "versions/1/bom.json", "registry.json", "history.jsonl")) {
            keeps(registry.resolve(name), "infer", registry, table, "--out", registry.resolve(name));
        }
        // A folder is a run by its plan.
        Path plan = Files.writeString(folder.resolve("run-1/plan.yaml"), "seed: 1\n");
        for (Path own : List.of(model, plan)) {
            keeps(own, "infer", folder.resolve("run-1"), table, "--out", own);
            keeps(own, "infer", "--model", folder.resolve("run-1"), table, "--out", own);
            keeps(own, "export", folder.resolve("run-1"), "--out", own);
        }
        Path signature = Files.writeString(folder.resolve("run-1/model/detector.zip.sig"), "a signature");
        keeps(signature, "infer", model, table, "--out", signature);
    }

    @Test
    void standardInputIsNotReplacedAndWhatIsReadIsNotAppendedTo() throws Exception {
        Path model = folder.resolve("d.zip");
        Path rows = Terminal.table(folder.resolve("train.csv"), 600);
        Terminal.said("train", "--data", rows, "--label", "verdict", "--benign", "good", "--out", model);
        byte[] before = Files.readAllBytes(table);
        Path err = folder.resolve("err.txt");
        Process infer = Shell.in(folder).started("exec gauntlet infer d.zip - --out t.csv < t.csv", Map.of(), err);
        assertThat(infer.waitFor()).isEqualTo(2);
        assertThat(err).content().contains("is the same file as the input /dev/stdin");
        assertThat(table).hasBinaryContent(before);
        Process printed = new ProcessBuilder("/bin/sh", "-c", "./gauntlet infer d.zip t.csv >> t.csv")
                .directory(folder.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(printed.waitFor()).isEqualTo(2);
        assertThat(err).content().contains("standard output /dev/stdout: is the same file as the input t.csv");
        assertThat(table).hasBinaryContent(before);
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
