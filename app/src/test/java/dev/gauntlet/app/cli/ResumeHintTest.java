package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResumeHintTest {
    private final ResumeHint hint = new ResumeHint(new PrintWriter(new StringWriter()), Path.of("run"), 25);

    @AfterEach
    void cancel() {
        hint.cancel();
    }

    @Test
    void withoutAFolderThereIsNothingToKeep() {
        assertThat(hint.text()).contains("nothing to keep").doesNotContain("resume");
    }

    @Test
    void saysHowManyOfHowManyAreKept() {
        hint.kept(() -> 7);
        assertThat(hint.text())
                .isEqualTo("stopped; 7 of 25 attacks are finished and kept, continue with: gauntlet resume run");
    }

    @Test
    void neverMoreThanThereAre() {
        hint.kept(() -> 30);
        assertThat(hint.text()).contains("25 of 25");
    }
}
