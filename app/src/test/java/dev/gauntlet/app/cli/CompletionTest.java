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
import org.junit.jupiter.params.provider.ValueSource;

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

    /** In a folder that holds only rows.csv. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "assess --data r",
                "assess --test r",
                "assess --model r",
                "assess --schema r",
                "assess --trust r",
                "assess r",
                "process r",
                "infer r",
                "infer --model r",
                "infer detector.zip r",
                "evaluate r",
                "evaluate --champion r",
                "export r",
                "deploy r",
                "monitor --live r",
                "schema r",
                "target check r",
                "import r",
                "report r"
            })
    void bashOffersFilesWhereOneCanBeNamed(String typed, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(BASH), "there is no bash here");
        Path scripts = Files.createDirectory(folder.resolve("scripts"));
        Path script = Files.writeString(
                scripts.resolve("completion.sh"), Terminal.run("completion").out());
        Path here = Files.createDirectory(folder.resolve("here"));
        Files.writeString(here.resolve("rows.csv"), "");
        String words = "gauntlet " + typed;
        Process process = new ProcessBuilder(
                        BASH.toString(),
                        "-c",
                        "source '%s'; COMP_LINE='%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_gauntlet 2>/dev/null; echo ${COMPREPLY[*]}"
                                .formatted(script, words, words, words.split(" ").length - 1))
                .directory(here.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().toList()).last().asString().contains("rows.csv");
    }

    @Test
    void fishKnowsCommandsIdsAndFiles() {
        assertThat(Terminal.run("completion", "fish").out().lines())
                .contains("complete -c gauntlet -f")
                .anyMatch(line -> line.matches("complete -c gauntlet -n 'test .* -eq 0' -a assess -d '.*'"))
                .anyMatch(line -> line.matches("complete -c gauntlet -n '__gauntlet_at target' -a check -d '.*'"))
                .anyMatch(line -> line.matches(
                        "complete -c gauntlet -n '__gauntlet_in assess' -l attacks .* -f -a '.*label-flip.*'"))
                .anyMatch(line -> line.matches("complete -c gauntlet -n '__gauntlet_in assess' -l data -d '.*' -r -F"))
                .anyMatch(line -> line.matches(
                        "complete -c gauntlet -n '__gauntlet_in infer' -l unjudged -d '.*' -r -f -a 'mark alarm pass'"))
                .anyMatch(line -> line.equals("complete -c gauntlet -n '__gauntlet_in infer' -F"));
    }
}
