package dev.gauntlet.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.Bundles;
import dev.gauntlet.model.learn.NaiveBayes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

class MlBomTest {
    private static final BundleFile BUNDLE = Bundles.of(new NaiveBayes());
    private static final dev.gauntlet.adapters.registry.Version VERSION = new dev.gauntlet.adapters.registry.Version(
            3, Stage.CANDIDATE, "naive-bayes", "ab".repeat(32), 1234, "soc", "cd".repeat(32), "2026-05-04T03:02:01Z");

    private static byte[] json(BundleFile bundle) {
        return MlBom.of(VERSION, bundle).json();
    }

    @Test
    void obeysTheOfficialSchema() throws IOException {
        JsonParser parser = new JsonParser();
        assertThat(parser.validate(json(BUNDLE), Version.VERSION_16)).isEmpty();
        assertThat(parser.validate(json(new BundleFile(BUNDLE.model(), BUNDLE.table())), Version.VERSION_16))
                .isEmpty();
        String wrong = new String(json(BUNDLE), StandardCharsets.UTF_8).replace("\"modelCard\"", "\"modelCart\"");
        assertThat(parser.validate(wrong.getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
                .isNotEmpty();
    }

    @Test
    void describesTheDetectorItsDataAndItsFigures() throws ParseException {
        Map<String, String> provenance = Map.of(
                "data",
                "flows.csv",
                "dataDigest",
                "12ab",
                "testDigest",
                "34cd",
                "testRows",
                "50",
                "setting",
                "Bayes[]");
        BundleFacts facts = new BundleFacts(
                List.of("good", "bad"),
                new TreeMap<>(provenance),
                BUNDLE.facts().metrics());
        Bom bom = new JsonParser().parse(json(new BundleFile(BUNDLE.model(), BUNDLE.table(), facts)));
        var model = bom.getMetadata().getComponent();
        assertThat(model.getType().getTypeName()).isEqualTo("machine-learning-model");
        assertThat(model.getVersion()).isEqualTo("3");
        assertThat(model.getHashes()).singleElement().extracting("value").isEqualTo("ab".repeat(32));
        var card = model.getModelCard();
        assertThat(card.getModelParameters().getTask()).isEqualTo("classification");
        assertThat(card.getModelParameters().getArchitectureFamily()).isEqualTo("naive-bayes");
        assertThat(card.getModelParameters().getModelArchitecture()).isEqualTo("Bayes[]");
        assertThat(card.getQuantitativeAnalysis().getPerformanceMetrics())
                .singleElement()
                .satisfies(metric -> {
                    assertThat(metric.getType()).isEqualTo("recall");
                    assertThat(metric.getValue()).isEqualTo("0.750000");
                    assertThat(metric.getConfidenceInterval().getLowerBound()).isEqualTo("0.500000");
                });
        assertThat(new String(json(new BundleFile(BUNDLE.model(), BUNDLE.table(), facts)), StandardCharsets.UTF_8))
                .contains("\"flows.csv\"", "\"12ab\"", "\"test part\"", "\"34cd\"", "\"50\"", "x: real", "c: category");
    }

    @Test
    void namesTheLibrariesOfAClassPath() {
        String path = String.join(
                File.pathSeparator,
                "target/classes",
                "lib" + File.separator + "duckdb_jdbc-2.0.0.1.jar",
                "lib" + File.separator + "xgboost4j-spark_2.13-3.1.1.jar",
                "unheard-of-1.0.jar");
        assertThat(Libraries.on(path))
                .containsExactly(
                        new Libraries.Library("duckdb_jdbc", "2.0.0.1", Optional.of("org.duckdb"), Optional.of("MIT")),
                        new Libraries.Library("unheard-of", "1.0", Optional.empty(), Optional.empty()),
                        new Libraries.Library(
                                "xgboost4j-spark_2.13", "3.1.1", Optional.of("ml.dmlc"), Optional.of("Apache-2.0")));
    }

    @Test
    void thisBuildUsesLibrariesWithKnownLicences() {
        assertThat(Libraries.here())
                .filteredOn(library -> library.licence().isPresent())
                .extracting(Libraries.Library::name)
                .contains("jackson-databind", "zstd-jni", "snakeyaml-engine");
    }
}
