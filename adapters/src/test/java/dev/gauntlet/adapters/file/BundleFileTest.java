package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.xgboost.GradientBoosting;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.training.PartitionAggregation;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.ThreatModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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

    static Stream<Trainer> trainers() {
        return Stream.of(
                new LogisticRegression(),
                new NaiveBayes(),
                new NeuralNetwork(1, 4, 2, 32, 1e-3),
                new GradientBoosting(5, 3, 0.3, 1, 1, 1, 64));
    }

    private BundleFile written(Trainer trainer, String name) {
        BundleFile bundle = Bundles.of(trainer);
        bundle.write(folder.resolve(name));
        return bundle;
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void readsBackADetectorThatScoresTheSame(Trainer trainer) {
        BundleFile bundle = written(trainer, "a.zip");
        BundleFile read = BundleFile.read(folder.resolve("a.zip"));
        assertThat(read.model().malice(Bundles.rows().rows()))
                .containsExactly(bundle.model().malice(Bundles.rows().rows()));
        assertThat(read.model().threshold()).isEqualTo(0.1);
        assertThat(read.model().trainer()).isEqualTo(trainer.id());
        assertThat(read.table()).isEqualTo(bundle.table());
        assertThat(read.facts()).isEqualTo(bundle.facts());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void readsBackAVoteOfDetectors(Trainer trainer) {
        Split.Parts parts = new Split.Parts(Bundles.rows(), Bundles.rows(), Bundles.rows());
        Model vote = new PartitionAggregation(4)
                .harden(Learner.PLAIN, new Train(trainer, 0.2), parts, ThreatModel.standard(), Run.seeded(1));
        BundleFile plain = Bundles.of(trainer);
        new BundleFile(vote, plain.table(), plain.facts()).write(folder.resolve("vote.zip"));
        Model read = BundleFile.read(folder.resolve("vote.zip")).model();
        assertThat(read.kernel().form()).startsWith("vote-");
        assertThat(Bundle.of(read).digest()).isEqualTo(Bundle.of(vote).digest());
        assertThat(vote.malice(Bundles.rows().rows())).contains(0, 0.25, 0.5);
        assertThat(read.malice(Bundles.rows().rows()))
                .containsExactly(vote.malice(Bundles.rows().rows()));
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

    @Test
    void stillReadsTheFormerFormatWhichHadNoSizesAndNoFacts() throws IOException {
        BundleFile bundle = written(new NaiveBayes(), "a.zip");
        Map<String, byte[]> entries = BundleZip.entries(folder, Files.readAllBytes(folder.resolve("a.zip")));
        entries.remove("facts.yaml");
        entries.put(
                "manifest.yaml",
                new String(entries.get("manifest.yaml"), StandardCharsets.UTF_8)
                        .replace("bundle-2", "bundle-1")
                        .replace("entries:", "digests:")
                        .replaceAll("  facts.yaml.*\n", "")
                        .replaceAll("\\{bytes.*(\".*\")}", "$1")
                        .getBytes(StandardCharsets.UTF_8));
        Path former = Files.write(folder.resolve("former.zip"), BundleZip.zipped(entries));
        BundleFile read = BundleFile.read(former);
        assertThat(read.model().malice(Bundles.rows().rows()))
                .containsExactly(bundle.model().malice(Bundles.rows().rows()));
        assertThat(read.facts()).isEqualTo(BundleFacts.NONE);
        entries.put("encoding.txt", new byte[1]);
        refused(Files.write(former, BundleZip.zipped(entries)), "changed encoding.txt");
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
    void refusesChangedBundles() throws IOException {
        refused(with(Map.of("parameters/bias.f64", "12345678")), "changed parameters/bias.f64", "SHA-256");
        refused(with(Map.of("extra.txt", "hello")), "extra.txt", "does not name");
        refused(with(Map.of("encoding.txt", "")), "lacks encoding.txt");
        refused(with(Map.of("manifest.yaml", "")), "is not a bundle", "manifest.yaml");
        refused(with(Map.of("manifest.yaml", "format: other\n")), "unknown format");
        refused(with(Map.of("manifest.yaml", "- [")), "not YAML");
    }

    /** Leaves of 1e308 of float trees, and roots that are all 0. */
    @Test
    void refusesNumbersThatMakeNoFiniteScore() throws IOException {
        BundleFile bundle = written(new GradientBoosting(5, 3, 0.3, 1, 1, 1, 64), "a.zip");
        Map<String, double[]> parameters = bundle.model().kernel().parameters();
        refused(changed("value", parameters, 1e308), "is not a valid detector", "value: the leaves of trees");
        refused(changed("value", parameters, Double.POSITIVE_INFINITY), "value[", "must be finite but is Infinity");
        refused(changed("roots", parameters, 0), "roots of trees must rise");
        refused(changed("base", parameters, Double.NaN), "base[0] must be a finite number but is NaN");
    }

    private Path changed(String name, Map<String, double[]> parameters, double value) throws IOException {
        Map<String, byte[]> entries = BundleZip.entries(folder, Files.readAllBytes(folder.resolve("a.zip")));
        ByteBuffer numbers = ByteBuffer.allocate(8 * parameters.getOrDefault(name, new double[0]).length)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
            numbers.putDouble(value);
        }
        String entry = "parameters/" + name + ".f64";
        String before = BundleFile.sha(entries.getOrDefault(entry, new byte[0]));
        entries.put(entry, numbers.array());
        String manifest = new String(entries.getOrDefault("manifest.yaml", new byte[0]), StandardCharsets.UTF_8);
        entries.put(
                "manifest.yaml",
                manifest.replace(before, BundleFile.sha(numbers.array())).getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("odd.zip"), BundleZip.zipped(entries));
    }

    @Test
    void refusesTruncatedAndForeignFiles() throws IOException {
        written(new NaiveBayes(), "a.zip");
        byte[] bytes = Files.readAllBytes(folder.resolve("a.zip"));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(cut, "not a bundle, or truncated");
        refused(Files.writeString(folder.resolve("t.zip"), "just a text"), "not a bundle, or truncated");
        refused(Files.write(folder.resolve("e.zip"), new byte[0]), "is not a bundle: it is empty");
        for (int length = 1; length < bytes.length / 2; length += 61) {
            refused(Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, length)), "the file ");
        }
        refused(folder.resolve("b.zip"), "no such file", "did you mean \"a.zip\"");
    }
}
