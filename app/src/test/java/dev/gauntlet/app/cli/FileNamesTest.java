package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileNamesTest {
    @TempDir
    Path folder;

    @Test
    void aLocaleWithoutTheLettersOfANameIsNamedWithTheRemedy() throws Exception {
        Shell shell = Shell.in(folder);
        Terminal.table(folder.resolve("t.csv"), 40);
        // The shell makes the name, so that it does not depend on the locale of this test.
        String line = "name=$(printf 'donn\\303\\251es.csv'); cp t.csv \"$name\"; gauntlet schema \"$name\"";
        Shell.Ended ended = shell.run(line, Map.of("LC_ALL", "C"));
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.MISTAKE);
        assertThat(ended.err()).contains("LC_ALL=C.UTF-8").doesNotContain("no such file", "Exception");
        ended = shell.run(line, Map.of("LC_ALL", "C.UTF-8"));
        assertThat(ended.code()).as(ended.err()).isZero();
        ended = shell.run(
                "name=$(printf 'donn\\303\\251es.csv'); printf 'data: %s\\nlabel: verdict\\nbenign: [good]\\n'"
                        + " \"$name\" > plan.yaml; gauntlet split plan.yaml --out parts",
                Map.of("LC_ALL", "C"));
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.MISTAKE);
        assertThat(ended.err()).contains("LC_ALL=C.UTF-8").doesNotContain("Exception");
    }

    @Test
    void bytesThatAreNoTextInTheLocaleAreNamedAsSuch() throws Exception {
        Shell shell = Shell.in(folder);
        Terminal.table(folder.resolve("t.csv"), 40);
        String made = "name=$(printf 'donn\\351es.csv'); cp t.csv \"$name\"; ";
        for (String command :
                List.of("schema \"$name\"", "schema t.csv --write \"$name\"", "schema t.csv --label=\"$name\"")) {
            Shell.Ended ended = shell.run(made + "gauntlet " + command, Map.of("LC_ALL", "C.UTF-8"));
            assertThat(ended.code()).as(ended.err()).isEqualTo(Main.MISTAKE);
            assertThat(ended.err())
                    .contains("es.csv\": has bytes that are no text in UTF-8, the encoding of the locale", "LC_ALL")
                    .doesNotContain("no such file");
        }
        // The character that stands for lost ones is a letter like others if it was typed.
        Shell.Ended typed = shell.run(
                "name=$(printf 'donn\\357\\277\\275es.csv'); cp t.csv \"$name\"; gauntlet schema \"$name\"",
                Map.of("LC_ALL", "C.UTF-8"));
        assertThat(typed.code()).as(typed.err()).isZero();
    }

    @Test
    void aNameWithTheEndOfALineIsOneLine() throws Exception {
        Path odd = folder.resolve("a\nb.csv");
        assertThat(Terminal.refused("schema", odd).err())
                .contains("a\\u000ab.csv: there is no such file")
                .hasLineCount(1);
        Files.writeString(odd, "");
        assertThat(Terminal.refused("schema", odd).err())
                .contains("a\\u000ab.csv: the file is empty")
                .hasLineCount(1);
    }

    @Test
    void aNameThatNoFileCanHaveIsAMistake() {
        assertThat(Terminal.refused("split", "--data", "a\0b", "--out", folder.resolve("parts"))
                        .err())
                .contains("\"a\\u0000b\": is no valid file name here");
        assertThat(Terminal.refused("schema", "a\0b").err()).contains("\"a\\u0000b\": is no valid file name here");
    }
}
