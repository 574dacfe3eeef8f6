package dev.gauntlet.threat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * The ids under which MITRE ATLAS and NIST AI 100-2 file an attack, read from {@code taxonomy.properties}.
 *
 * @param atlas technique ids, for example {@code AML.T0020}; may be empty
 * @param nist ids of NIST AI 100-2 E2025, for example {@code NISTAML.013}
 */
public record Taxonomy(List<String> atlas, List<String> nist) {
    private static final Properties FILE = load();

    public Taxonomy {
        atlas = List.copyOf(atlas);
        nist = List.copyOf(nist);
    }

    /** The ids of a kind of attack, for example {@code label-flipping}. */
    public static Taxonomy of(String key) {
        return new Taxonomy(ids(key + ".atlas"), ids(key + ".nist"));
    }

    private static List<String> ids(String key) {
        String value = FILE.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("taxonomy.properties has no " + key);
        }
        return Arrays.stream(value.strip().split("\\s*,\\s*"))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(
                        Taxonomy.class.getResourceAsStream("taxonomy.properties"), "taxonomy.properties is missing"),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read taxonomy.properties", e);
        }
        return properties;
    }
}
