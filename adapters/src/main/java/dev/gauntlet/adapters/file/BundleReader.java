package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads what {@link BundleFile} writes; trusts nothing in it. */
final class BundleReader {
    private static final int MOST_BYTES = 1 << 29;
    private static final int MOST_ENTRIES = 1000;

    private final Path path;
    private final Map<String, byte[]> entries = new TreeMap<>();

    private BundleReader(Path path) {
        this.path = path;
    }

    static BundleFile read(Path path) {
        TextFile.at(path);
        BundleReader reader = new BundleReader(path);
        reader.unzip();
        try {
            return reader.rebuild();
        } catch (IllegalArgumentException e) {
            throw reader.refuse("makes no detector: " + e.getMessage());
        }
    }

    private void unzip() {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw refuse(
                        "holds %d entries, more than the %d a bundle may have".formatted(zip.size(), MOST_ENTRIES));
            }
            long total = 0;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readNBytes(MOST_BYTES + 1);
                }
                total += content.length;
                if (total > MOST_BYTES) {
                    throw refuse("unpacks to more than the %d MB a bundle may have".formatted(MOST_BYTES >> 20));
                }
                if (entries.put(entry.getName(), content) != null) {
                    throw refuse("holds " + entry.getName() + " twice");
                }
            }
        } catch (IOException e) {
            throw refuse("is no bundle, or cut short: " + e.getMessage());
        }
    }

    private BundleFile rebuild() {
        JsonNode manifest = manifest();
        check(manifest);
        Map<String, double[]> parameters = new LinkedHashMap<>();
        entries.forEach((name, content) -> {
            if (name.startsWith(BundleFile.PARAMETERS) && name.endsWith(BundleFile.ARRAY)) {
                String bare = name.substring(BundleFile.PARAMETERS.length(), name.length() - BundleFile.ARRAY.length());
                parameters.put(bare, doubles(name, content));
            }
        });
        TableSchema table = SchemaFile.parse(text(BundleFile.SCHEMA), path + ", " + BundleFile.SCHEMA);
        Encoding encoding = Encoding.parse(text(BundleFile.ENCODING));
        Kernel kernel = Kernels.of(fact(manifest, "kernel"), parameters);
        double threshold = Double.parseDouble(fact(manifest, "threshold"));
        return new BundleFile(new Model(fact(manifest, "trainer"), table.schema(), encoding, kernel, threshold), table);
    }

    private JsonNode manifest() {
        try {
            JsonNode manifest = new YAMLMapper().readTree(text(BundleFile.MANIFEST));
            if (manifest != null && fact(manifest, "format").equals(BundleFile.FORMAT)) {
                return manifest;
            }
        } catch (JacksonException e) {
            throw refuse("is no bundle: " + BundleFile.MANIFEST + " is not YAML: " + e.getOriginalMessage());
        }
        throw refuse("has another format than " + BundleFile.FORMAT);
    }

    private void check(JsonNode manifest) {
        JsonNode digests = manifest.get("digests");
        if (digests == null || !digests.isObject()) {
            throw refuse("is no bundle: " + BundleFile.MANIFEST + " lacks digests");
        }
        for (String name : digests.propertyNames()) {
            if (!entries.containsKey(name)) {
                throw refuse("lacks " + name + ", which its manifest names");
            }
        }
        entries.forEach((name, content) -> {
            if (name.equals(BundleFile.MANIFEST)) {
                return;
            }
            JsonNode digest = digests.get(name);
            if (digest == null) {
                throw refuse("holds " + name + ", which its manifest does not name");
            }
            if (!digest.asString("").equals(BundleFile.sha(content))) {
                throw refuse("holds a changed " + name + ": its SHA-256 is not the one in the manifest");
            }
        });
    }

    private double[] doubles(String name, byte[] content) {
        if (content.length % Double.BYTES != 0) {
            throw refuse("is broken: " + name + " is no whole number of doubles");
        }
        double[] values = new double[content.length / Double.BYTES];
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }

    private String text(String name) {
        byte[] content = entries.get(name);
        if (content == null) {
            throw refuse("is no bundle: it lacks " + name);
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private String fact(JsonNode manifest, String name) {
        JsonNode found = manifest.get(name);
        if (found == null || found.isContainer()) {
            throw refuse("is no bundle: " + BundleFile.MANIFEST + " lacks " + name);
        }
        return found.asString("");
    }

    private InputException refuse(String problem) {
        return new InputException("%s: the file %s".formatted(path, problem));
    }
}
