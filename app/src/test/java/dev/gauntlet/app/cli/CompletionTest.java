package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    @Test
    void theScriptKnowsTheIds() {
        assertThat(Terminal.run("completion").out())
                .contains("\"label-flip\"", "\"signed-bundle\"", "\"random-forest\"", "\"attacks\"")
                .doesNotContain("\"ATTACKS\"");
    }

    @ParameterizedTest
    @CsvSource({
        "assess --attacks mimi, mimicry",
        "assess --defences chai, chained-mac",
        "explain random-f, random-forest",
        "explain signed, signed-bundle",
        "list trai, trainers",
        "list trans, transforms",
        "asses, assess",
        "assem, assemble"
    })
    void bashCompletes(String typed, String completed, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(BASH), "there is no bash here");
        Path script = Files.writeString(
                folder.resolve("completion.sh"), Terminal.run("completion").out());
        String words = "gauntlet " + typed;
        Process process = new ProcessBuilder(
                        BASH.toString(),
                        "-c",
                        "source '%s'; COMP_LINE='%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_gauntlet; echo ${COMPREPLY[*]}"
                                .formatted(script, words, words, words.split(" ").length - 1))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().toList()).last().isEqualTo(completed);
    }
}
