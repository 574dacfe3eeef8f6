package dev.gauntlet.adapters.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.data.Feature;
import dev.gauntlet.measure.Interval;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A machine-learning bill of materials in CycloneDX 1.6: the bundle as a component with its hash and model card, and the
 * libraries it was made and runs with. What is not known is left out.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MlBom(
        String bomFormat,
        String specVersion,
        String serialNumber,
        int version,
        Metadata metadata,
        List<Component> components,
        List<Dependency> dependencies) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String MODEL = "detector";
    private static final String TOOL = "gauntlet-adapters";

    record Metadata(String timestamp, Tools tools, Component component) {}

    record Tools(List<Component> components) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Component(
            String type,
            @JsonProperty("bom-ref") String ref,
            String group,
            String name,
            String version,
            List<Hash> hashes,
            List<Licence> licenses,
            String purl,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ModelCard modelCard) {}

    record Hash(String alg, String content) {}

    record Licence(Id license) {}

    record Id(String id) {}

    record Dependency(String ref, List<String> dependsOn) {}

    record ModelCard(Parameters modelParameters, Analysis quantitativeAnalysis) {}

    record Parameters(
            Map<String, String> approach,
            String task,
            String architectureFamily,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String modelArchitecture,
            List<Data> datasets,
            List<Format> inputs,
            List<Format> outputs) {}

    record Format(String format) {}

    record Data(String type, String name, Contents contents) {}

    record Contents(List<Property> properties) {}

    record Property(String name, String value) {}

    record Analysis(List<Metric> performanceMetrics) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Metric(String type, String value, String slice, Map<String, String> confidenceInterval) {}

    static MlBom of(Version version, BundleFile bundle) {
        List<Component> libraries =
                Libraries.here().stream().map(MlBom::library).toList();
        Component model = new Component(
                "machine-learning-model",
                MODEL,
                "",
                version.trainer(),
                Integer.toString(version.number()),
                List.of(new Hash("SHA-256", version.sha256())),
                List.of(),
                "",
                new ModelCard(parameters(bundle), new Analysis(metrics(bundle.facts()))));
        String tool = libraries.stream()
                .filter(l -> l.name().equals(TOOL))
                .map(Component::version)
                .findFirst()
                .orElse("");
        Component gauntlet = new Component("application", "tool", "", "gauntlet", tool, List.of(), List.of(), "", null);
        return new MlBom(
                "CycloneDX",
                "1.6",
                "urn:uuid:"
                        + UUID.nameUUIDFromBytes(
                                (version.sha256() + version.number()).getBytes(StandardCharsets.US_ASCII)),
                1,
                new Metadata(version.added(), new Tools(List.of(gauntlet)), model),
                libraries,
                List.of(new Dependency(
                        MODEL, libraries.stream().map(Component::ref).toList())));
    }

    private static Component library(Libraries.Library library) {
        String purl = library.group()
                .map(group -> "pkg:maven/%s/%s@%s".formatted(group, library.name(), library.version()))
                .orElse("");
        return new Component(
                "library",
                purl.isEmpty() ? library.name() + "@" + library.version() : purl,
                library.group().orElse(""),
                library.name(),
                library.version(),
                List.of(),
                library.licence().map(id -> List.of(new Licence(new Id(id)))).orElse(List.of()),
                purl,
                null);
    }

    private static Parameters parameters(BundleFile bundle) {
        String trainer = bundle.model().trainer();
        String approach = trainer.equals("isolation-forest") ? "unsupervised" : "supervised";
        List<Format> inputs =
                bundle.model().schema().features().stream().map(MlBom::format).toList();
        List<Format> outputs = List.of(
                new Format("a score; malicious at or above " + bundle.model().threshold()),
                new Format("labels in training: "
                        + String.join(", ", bundle.facts().labels())));
        return new Parameters(
                Map.of("type", approach),
                "classification",
                trainer,
                bundle.facts().provenance().getOrDefault("setting", ""),
                datasets(bundle.facts()),
                inputs,
                outputs);
    }

    private static Format format(Feature feature) {
        return new Format(
                "%s: %s".formatted(feature.name(), feature.kind().name().toLowerCase(Locale.ROOT)));
    }

    /** One data set for every digest of rows the provenance states. */
    private static List<Data> datasets(BundleFacts facts) {
        List<Data> found = new ArrayList<>();
        for (String part : List.of("data", "train", "validation", "test")) {
            String digest = facts.provenance().get(part + "Digest");
            if (digest != null) {
                List<Property> properties = new ArrayList<>(List.of(new Property("gauntlet:digest", digest)));
                String rows = facts.provenance().get(part + "Rows");
                if (rows != null) {
                    properties.add(new Property("gauntlet:rows", rows));
                }
                String name = part.equals("data") ? facts.provenance().getOrDefault("data", "data") : part + " part";
                found.add(new Data("dataset", name, new Contents(properties)));
            }
        }
        return found;
    }

    private static List<Metric> metrics(BundleFacts facts) {
        List<Metric> found = new ArrayList<>();
        facts.metrics().forEach((name, figure) -> {
            if (Double.isFinite(figure.value())) {
                found.add(new Metric(name, text(figure.value()), "test part", interval(figure)));
            }
        });
        return found;
    }

    private static Map<String, String> interval(Interval figure) {
        return figure.n() == 0
                ? Map.of()
                : new TreeMap<>(Map.of("lowerBound", text(figure.low()), "upperBound", text(figure.high())));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** The UTF-8 text of the file. */
    byte[] json() {
        return (JSON.writeValueAsString(this).replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
