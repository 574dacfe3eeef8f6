package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.detector.Build;
import dev.gauntlet.app.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptFitsTest {
    private static KeptFits kept(Path file) {
        return KeptFits.kept(Plan.standard(), file, () -> {}, (fits, taken) -> {});
    }

    @Test
    void fitsOfThisBuildAreTaken(@TempDir Path folder) {
        Path file = folder.resolve("trials.jsonl");
        kept(file).judged("fit", 0.25);
        KeptFits again = kept(file);
        assertThat(again.known("fit")).hasValue(0.25);
        assertThat(again.known("other")).isEmpty();
        assertThat(again.taken()).isEqualTo(1);
    }

    @Test
    void fitsOfAnotherBuildOfTheSameVersionAreNot(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("trials.jsonl");
        Journal.open(file).add(Build.version() + " fit", "0.75");
        Journal.open(file).add("f".repeat(64) + " fit", "0.75");
        assertThat(kept(file).known("fit")).isEmpty();
        kept(file).judged("fit", 0.25);
        assertThat(Files.readAllLines(file).get(2)).startsWith(Build.digest() + " fit\t");
    }
}
