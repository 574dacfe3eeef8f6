package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResumeHintTest {
    private final ResumeHint hint = new ResumeHint(new PrintWriter(new StringWriter()), Path.of("run"));

    @AfterEach
    void cancel() {
        hint.cancel();
    }

    @Test
    void withoutAFolderThereIsNothingToKeep() {
        assertThat(hint.text()).contains("nothing to keep").doesNotContain("resume");
    }

    @Test
    void saysHowManyResultsAreKept() {
        hint.kept(() -> 7);
        assertThat(hint.text()).isEqualTo("stopped; 7 results are kept, continue with: gauntlet resume run");
    }
}
