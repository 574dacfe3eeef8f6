package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import dev.gauntlet.model.Model;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The entry that describes a bundle and lists its other entries, each with its size and SHA-256. */
final class BundleManifest {
    static final String NAME = "manifest.yaml";
    static final String FORMAT = "gauntlet-bundle-2";
    private static final String FORMER = "gauntlet-bundle-1";
    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path path;
    private final JsonNode root;

    private BundleManifest(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    static byte[] write(Model model, SortedMap<String, byte[]> entries) {
        StringBuilder text = new StringBuilder();
        text.append("format: ").append(FORMAT).append('\n');
        text.append("trainer: ").append(SchemaWriter.scalar(model.trainer())).append('\n');
        text.append("kernel: ")
                .append(SchemaWriter.scalar(model.kernel().form()))
                .append('\n');
        text.append("threshold: \"").append(model.threshold()).append("\"\n");
        model.calibration()
                .ifPresent(
                        map -> text.append("calibration: ").append(map.form()).append('\n'));
        text.append("entries:\n");
        entries.forEach((name, content) -> text.append("  %s: {bytes: %d, sha256: \"%s\"}\n"
                .formatted(SchemaWriter.scalar(name), content.length, BundleFile.sha(content))));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the manifest among the entries. */
    static BundleManifest read(Path path, Map<String, byte[]> entries) {
        JsonNode root;
        try {
            root = YAML.readTree(BundleZip.text(path, entries, NAME));
        } catch (JacksonException e) {
            throw BundleZip.refusal(path, "is not a bundle: " + NAME + " is not YAML: " + e.getOriginalMessage());
        }
        BundleManifest manifest = new BundleManifest(path, root);
        if (root == null || !root.isObject() || !manifest.isKnown()) {
            throw BundleZip.refusal(path, "has an unknown format, not " + FORMAT);
        }
        return manifest;
    }

    private boolean isKnown() {
        String format = fact("format");
        return format.equals(FORMAT) || format.equals(FORMER);
    }

    /** A required field of the manifest. */
    String fact(String name) {
        JsonNode found = root.get(name);
        if (found == null || found.isContainer()) {
            throw BundleZip.refusal(path, "is not a bundle: " + NAME + " lacks " + name);
        }
        return found.asString("");
    }

    /** An optional field of the manifest. */
    Optional<String> optional(String name) {
        return root.has(name) ? Optional.of(fact(name)) : Optional.empty();
    }

    /** Refuses missing or unexpected entries, and entries that differ from the manifest. */
    void check(Map<String, byte[]> entries) {
        JsonNode named = root.get(fact("format").equals(FORMAT) ? "entries" : "digests");
        if (named == null || !named.isObject()) {
            throw BundleZip.refusal(path, "is not a bundle: " + NAME + " lacks entries");
        }
        for (String name : named.propertyNames()) {
            if (!entries.containsKey(name)) {
                throw BundleZip.refusal(path, "lacks %s, which its manifest names".formatted(BundleZip.shown(name)));
            }
        }
        entries.forEach((name, content) -> {
            if (!name.equals(NAME) && !name.equals(BundleSignature.NAME)) {
                check(name, content, named.get(name));
            }
        });
    }

    private void check(String name, byte[] content, @Nullable JsonNode said) {
        if (said == null) {
            throw BundleZip.refusal(
                    path,
                    "contains the unexpected entry %s, which its manifest does not name"
                            .formatted(BundleZip.shown(name)));
        }
        JsonNode bytes = said.get("bytes");
        if (said.isObject() && (bytes == null || bytes.asLong(-1) != content.length)) {
            throw BundleZip.refusal(
                    path,
                    Plural.format(
                            "contains a changed %s: it has %d byte[s], which is not what the manifest states",
                            name, content.length));
        }
        JsonNode sha = said.isObject() ? said.get("sha256") : said;
        if (sha == null || !sha.asString("").equals(BundleFile.sha(content))) {
            throw BundleZip.refusal(
                    path, "contains a changed %s: its SHA-256 is not the one in the manifest".formatted(name));
        }
    }
}
