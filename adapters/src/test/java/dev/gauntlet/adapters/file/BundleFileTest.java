package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.xgboost.GradientBoosting;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.model.learn.NeuralNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundleFileTest {
    @TempDir
    Path folder;

    private static Dataset toy() {
        Rng rng = Seed.of(2).rng();
        Schema schema = new Schema(
                List.of(
                        Feature.real("x", -10, 10).withScale(0.1),
                        Feature.category("c", List.of("a", "b")),
                        Feature.whole("n", 0, 9)),
                Map.of(),
                List.of("x <= n + 20"));
        Rows rows =
                Rows.fill(200, 3, (i, j) -> j == 0 ? rng.nextGaussian() + i % 2 : j == 1 ? i % 3 % 2 : rng.nextInt(10));
        int[] labels = new int[200];
        Arrays.setAll(labels, i -> i % 2);
        return Dataset.of(schema, rows, labels, List.of("good", "bad"));
    }

    static Stream<Trainer> trainers() {
        return Stream.of(
                new LogisticRegression(),
                new NaiveBayes(),
                new NeuralNetwork(1, 4, 2, 32, 1e-3),
                new GradientBoosting(5, 3, 0.3, 1, 1, 1, 64));
    }

    private BundleFile written(Trainer trainer, String name) {
        Model model = trainer.train(toy(), Run.seeded(1)).withThreshold(0.1);
        TableSchema table = new TableSchema(
                model.schema(),
                List.of(),
                List.of("junk"),
                Optional.of("y"),
                List.of("0"),
                Optional.empty(),
                Optional.empty());
        BundleFile bundle = new BundleFile(model, table);
        bundle.write(folder.resolve(name));
        return bundle;
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void readsBackADetectorThatScoresTheSame(Trainer trainer) {
        BundleFile bundle = written(trainer, "a.zip");
        BundleFile read = BundleFile.read(folder.resolve("a.zip"));
        assertThat(read.model().malice(toy().rows()))
                .containsExactly(bundle.model().malice(toy().rows()));
        assertThat(read.model().threshold()).isEqualTo(0.1);
        assertThat(read.model().trainer()).isEqualTo(trainer.id());
        assertThat(read.table()).isEqualTo(bundle.table());
    }

    @Test
    void writesTheSameBytesAgainAndLeavesNothingElse() throws IOException {
        written(new NaiveBayes(), "a.zip");
        written(new NaiveBayes(), "b.zip");
        written(new NaiveBayes(), "a.zip");
        assertThat(folder.resolve("a.zip")).hasSameBinaryContentAs(folder.resolve("b.zip"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private void refused(Path path, String... parts) {
        assertThatThrownBy(() -> BundleFile.read(path))
                .isInstanceOf(InputException.class)
                .message()
                .contains(path.toString())
                .contains(parts);
    }

    private Path with(Map<String, String> changes) throws IOException {
        written(new LogisticRegression(), "a.zip");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(folder.resolve("a.zip").toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        changes.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
        Path path = folder.resolve("changed.zip");
        try (OutputStream out = Files.newOutputStream(path);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                if (entry.getValue().length > 0) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                    zip.closeEntry();
                }
            }
        }
        return path;
    }

    @Test
    void refusesWhatWasChanged() throws IOException {
        refused(with(Map.of("parameters/bias.f64", "12345678")), "changed parameters/bias.f64", "SHA-256");
        refused(with(Map.of("extra.txt", "hello")), "extra.txt", "does not name");
        refused(with(Map.of("encoding.txt", "")), "lacks encoding.txt");
        refused(with(Map.of("manifest.yaml", "")), "is no bundle", "manifest.yaml");
        refused(with(Map.of("manifest.yaml", "format: other\n")), "another format");
        refused(with(Map.of("manifest.yaml", "- [")), "not YAML");
    }

    @Test
    void refusesWhatIsCutShortOrForeign() throws IOException {
        written(new NaiveBayes(), "a.zip");
        byte[] bytes = Files.readAllBytes(folder.resolve("a.zip"));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(cut, "no bundle, or cut short");
        refused(Files.writeString(folder.resolve("t.zip"), "just a text"), "no bundle, or cut short");
        refused(folder.resolve("b.zip"), "no such file", "did you mean \"a.zip\"");
    }
}
