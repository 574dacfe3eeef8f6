package dev.gauntlet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    @Test
    void whatAnOlderBuildLeftIsHeldButNotUsed(@TempDir Path folder) {
        Path file = folder.resolve("journal.jsonl");
        Journal first = Journal.open(file);
        first.add("old", "[]");
        first.add("same", "[1]");
        assertThat(first.used()).isEqualTo(2);
        Journal second = Journal.open(file);
        assertThat(second.size()).isEqualTo(2);
        assertThat(second.used()).isZero();
        assertThat(second.find("same")).contains("[1]");
        assertThat(second.find("new")).isEmpty();
        assertThat(second.used()).isEqualTo(1);
    }
}
