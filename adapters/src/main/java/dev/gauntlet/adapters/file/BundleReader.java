package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds a detector from the entries of a bundle, which are untrusted. */
record BundleReader(Path path, Map<String, byte[]> entries) {
    /** Checks every entry against the manifest, then reads. */
    BundleFile read() {
        BundleManifest manifest = BundleManifest.read(path, entries);
        manifest.check(entries);
        try {
            return rebuilt(manifest);
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw refuse("is not a valid detector: " + e.getMessage());
        }
    }

    private BundleFile rebuilt(BundleManifest manifest) {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        entries.forEach((name, content) -> {
            if (name.startsWith(BundleFile.PARAMETERS) && name.endsWith(BundleFile.ARRAY)) {
                String bare = name.substring(BundleFile.PARAMETERS.length(), name.length() - BundleFile.ARRAY.length());
                parameters.put(bare, doubles(name, content));
            }
        });
        TableSchema table = SchemaFile.parse(text(BundleFile.SCHEMA), path + ", " + BundleFile.SCHEMA);
        Encoding encoding = Encoding.parse(text(BundleFile.ENCODING));
        Predictor kernel = Kernels.of(manifest.fact("kernel"), parameters);
        double threshold = Double.parseDouble(manifest.fact("threshold"));
        BundleFacts facts =
                entries.containsKey(BundleFacts.NAME) ? BundleFacts.parse(text(BundleFacts.NAME)) : BundleFacts.NONE;
        Optional<Monotone> calibration = manifest.optional(BundleFile.CALIBRATION)
                .map(form -> Monotone.of(form, parameters.getOrDefault(BundleFile.CALIBRATION, new double[0])));
        Model model = new Model(manifest.fact("trainer"), table.schema(), encoding, kernel, threshold, calibration);
        return new BundleFile(model, table, facts);
    }

    private double[] doubles(String name, byte[] content) {
        if (content.length % Double.BYTES != 0) {
            throw refuse("is broken: " + name + " is not a whole number of doubles");
        }
        double[] values = new double[content.length / Double.BYTES];
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }

    private String text(String name) {
        return BundleZip.text(path, entries, name);
    }

    private InputException refuse(String problem) {
        return BundleZip.refusal(path, problem);
    }
}
