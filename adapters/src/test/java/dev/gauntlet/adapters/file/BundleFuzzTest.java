package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whatever the bytes of a bundle are, they make a detector that scores, or are refused with an InputException, and soon.
 * Fuzzed by Jazzer with {@code JAZZER_FUZZ=1}; else the seeds are read.
 */
final class BundleFuzzTest {
    /** Fuzzing changes every class as it is loaded, so that the first file takes long. */
    private static final Duration LONGEST = Duration.ofSeconds(System.getenv("JAZZER_FUZZ") == null ? 10 : 60);

    private static final Path PATH = Path.of("fuzzed.zip");

    @FuzzTest(maxDuration = "60s")
    void zip(byte[] content) {
        survives(() -> BundleZip.entries(PATH, content));
    }

    /** The name of each entry, a line break and what it holds, with a bar between two; the digests are made to fit. */
    @FuzzTest(maxDuration = "60s")
    void entries(byte[] content) {
        Map<String, byte[]> entries = new TreeMap<>();
        for (String entry : new String(content, StandardCharsets.ISO_8859_1).split("\n====\n", -1)) {
            String[] parts = entry.split("\n", 2);
            if (parts.length == 2) {
                entries.put(parts[0], parts[1].getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        byte[] manifest = entries.remove(BundleManifest.NAME);
        if (manifest == null) {
            return;
        }
        StringBuilder digests = new StringBuilder(new String(manifest, StandardCharsets.UTF_8)).append("\nentries:\n");
        entries.forEach((name, held) -> digests.append("  %s: {bytes: %d, sha256: \"%s\"}\n"
                .formatted(SchemaWriter.scalar(name), held.length, BundleFile.sha(held))));
        entries.put(BundleManifest.NAME, digests.toString().getBytes(StandardCharsets.UTF_8));
        survives(() -> entries);
    }

    private static void survives(Supplier<Map<String, byte[]>> entries) {
        assertTimeout(LONGEST, () -> {
            try {
                Model model = new BundleReader(PATH, entries.get()).read().model();
                int width = model.schema().width();
                for (double value : new double[] {0, Double.NaN}) {
                    assertThat(model.malice(Rows.fill(1, width, (i, j) -> value)))
                            .hasSize(1);
                }
            } catch (InputException refused) {
                assertThat(refused).message().contains(PATH.toString());
            }
        });
    }
}
