package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which attacks a suite chooses, as at a terminal. */
final class SuiteTest {
    @TempDir
    private Path folder = Path.of("");

    private String listed(Object... more) throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"),
                "data: %s%nlabel: verdict%nbenign: good%n".formatted(Terminal.table(folder.resolve("table.csv"), 200)));
        Object[] words = new Object[more.length + 3];
        words[0] = "assess";
        words[1] = plan;
        words[2] = "--dry-run";
        System.arraycopy(more, 0, words, 3, more.length);
        return Terminal.said(words);
    }

    @Test
    void eachIncludesTheOneBefore() throws IOException {
        assertThat(listed("--suite", "quick"))
                .contains("exact-trees", "mimicry")
                .doesNotContain("label-only-evasion", "transfer-evasion");
        assertThat(listed())
                .contains("label-only-evasion")
                .contains("square")
                .doesNotContain("hop-skip-jump", "moeva", "transfer-evasion");
        assertThat(listed("--suite", "thorough"))
                .contains("exact-trees", "hop-skip-jump", "label-only-evasion", "moeva", "square", "transfer-evasion");
        assertThat(listed("--attacks", "transfer-evasion")).contains("transfer-evasion");
    }

    @Test
    void everyFamilyIsInTheStandardSuite() {
        assertThat(Catalogue.all(Attack.class).stream()
                        .filter(attack -> Suite.STANDARD.includes(attack.suite()))
                        .map(Attack::family)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.all(Attack.class).stream().map(Attack::family).collect(Collectors.toSet()));
    }

    @Test
    void aWrongOneIsRefused() {
        assertThat(Terminal.refused("assess", "--suite", "quik").err()).contains("--suite", "quick");
        assertThat(Terminal.refused("assess", "--suite", "quick", "--attacks", "mimicry")
                        .err())
                .contains("leave one out");
    }

    @Test
    void noRepetitionsAreRefused() {
        assertThat(Terminal.refused("assess", "--suite", "quick", "--arm-seeds", 0)
                        .err())
                .contains("--arm-seeds must be from 1 to 1000, but is 0");
    }
}
