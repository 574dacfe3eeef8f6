package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
    @Test
    void controlCharactersAreEscapedAndLongTextsCut() {
        assertThat(Printable.of("a\u001b[2Jb\nc\u202e\u00e9")).isEqualTo("a\\u001b[2Jb\\u000ac\\u202e\u00e9");
        assertThat(Printable.of("x".repeat(5000))).hasSize(203).endsWith("x...");
    }

    @Test
    void aMessageKeepsItsLines() {
        assertThat(Printable.lines("a\n\tb\u0007")).isEqualTo("a\n\tb\\u0007");
    }
}
