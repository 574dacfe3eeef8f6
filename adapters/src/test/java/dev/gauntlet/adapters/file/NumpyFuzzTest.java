package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whatever the bytes of a NumPy file are, they make columns of equal length, or are refused with an InputException, and soon.
 * Fuzzed by Jazzer with {@code JAZZER_FUZZ=1}; else the seeds are read.
 */
final class NumpyFuzzTest {
    private static final Duration LONGEST = Duration.ofSeconds(System.getenv("JAZZER_FUZZ") == null ? 10 : 60);

    @FuzzTest(maxDuration = "60s")
    void array(byte[] content) throws IOException {
        if (NumpyFile.is(content)) {
            survives("fuzzed.npy", content);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void archive(byte[] content) throws IOException {
        if (NumpyFile.is(content)) {
            survives("fuzzed.npz", content);
        }
    }

    /** An array within an archive whose sizes and checksum fit. */
    @FuzzTest(maxDuration = "60s")
    void zipped(byte[] content) throws IOException {
        survives("fuzzed.npz", NumpyFiles.zip("X.npy", NumpyFiles.table(1, 2, 1, 2), "y.npy", content));
    }

    private static void survives(String name, byte[] content) throws IOException {
        Path folder = Files.createTempDirectory("fuzz");
        Path path = Files.write(folder.resolve(name), content);
        try {
            assertTimeout(LONGEST, () -> {
                try {
                    Records records = new FileSource(path).open().records();
                    assertThat(records.columns())
                            .allSatisfy(column -> assertThat(column.size()).isEqualTo(records.size()));
                } catch (InputException refused) {
                    assertThat(refused).message().contains(name);
                }
            });
        } finally {
            Files.delete(path);
            Files.delete(folder);
        }
    }
}
