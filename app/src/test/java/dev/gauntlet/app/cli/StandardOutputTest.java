package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardOutputTest {
    @TempDir
    static Path shared;

    private static Path folder = Path.of("");
    private static Shell shell = new Shell(Path.of(""));

    @BeforeAll
    static void train() throws IOException {
        folder = shared;
        shell = Shell.in(folder);
        Path table = Terminal.table(folder.resolve("t.csv"), 600);
        Terminal.said(
                "process", "--data", table, "--label", "verdict", "--benign", "good", "--out", folder.resolve("run"));
        Files.copy(folder.resolve("run/model/detector.zip"), folder.resolve("d.zip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infer d.zip t.csv", "--help", "help infer", "list attacks", "--version", "schema t.csv"})
    void aFullDeviceFailsEveryCommand(String command) throws Exception {
        Shell.Ended ended = shell.run("gauntlet " + command + " > /dev/full");
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err())
                .contains("gauntlet: standard output: cannot be written (No space left on device); nothing was written")
                .doesNotContain("\tat ");
    }

    @Test
    void standardOutputThatIsClosedFails() throws Exception {
        Shell.Ended ended = shell.run("gauntlet infer d.zip t.csv >&-");
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err()).contains("gauntlet: standard output: cannot be written (Bad file descriptor)");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "key new other, other.key",
                "train --data t.csv --label verdict --benign good --out new.zip, new.zip",
                "label t.csv --column verdict --out labelled.csv, labelled.csv",
                "schema t.csv --write t.yaml, t.yaml",
                "process --data t.csv --label verdict --benign good --out run-2, run-2/findings.json",
                "deploy d.zip --registry reg --key soc.key, reg/registry.json",
                "registry promote reg 1 --to champion, reg/registry.json",
                "registry retire reg 2, reg/registry.json",
                "report run, run/report.html",
            })
    void whatWasDoneIsNamedWhereOnlyItsReportFails(String command, String changed) throws Exception {
        prepare(command);
        Shell.Ended ended = shell.run("gauntlet " + command + " >&-");
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err())
                .contains("the change was made (", changed, "only its report could not be written")
                .doesNotContain("nothing was written", "pending.json");
        assertThat(folder.resolve(changed)).isNotEmptyFile();
    }

    /** Makes the key and the registry that a command needs, if they are not there yet. */
    private static void prepare(String command) {
        Path registry = folder.resolve("reg");
        if (!Files.exists(folder.resolve("soc.key"))) {
            Terminal.said("key", "new", "soc", "--out", folder);
        }
        while (command.startsWith("registry") && versions(registry) < 2) {
            Terminal.said(
                    "deploy", folder.resolve("d.zip"), "--registry", registry, "--key", folder.resolve("soc.key"));
        }
    }

    private static long versions(Path registry) {
        return Files.exists(registry)
                ? Terminal.said("registry", "list", registry).lines().count() - 1
                : 0;
    }

    /** It changes no file before, so there is none to name. */
    @Test
    void aRefusedCommandClaimsNoChange() throws Exception {
        Shell.Ended ended = shell.run("gauntlet registry list nowhere >&-");
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.MISTAKE);
        assertThat(ended.err()).doesNotContain("the change was made");
    }

    @Test
    void theLinesThatAreSafeAreCounted() throws Exception {
        Shell.Ended ended = shell.run("ulimit -f 32; gauntlet infer d.zip t.csv > out.jsonl");
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        String written = Files.readString(folder.resolve("out.jsonl"));
        long lines = written.chars().filter(c -> c == '\n').count();
        assertThat(lines).isBetween(10L, 500L);
        assertThat(ended.err())
                .contains("standard output: cannot be written (File too large); %d whole lines of it are written"
                        .formatted(lines));
    }

    @Test
    void aReaderThatWantsNoMoreIsNoFailure() throws Exception {
        Shell.Ended ended = shell.run("{ gauntlet infer d.zip t.csv --batch 1; echo $? >code; } | head -n 1 >first");
        assertThat(Files.readString(folder.resolve("code"))).as(ended.err()).isEqualTo("0\n");
        assertThat(ended.err()).doesNotContain("standard output");
        assertThat(folder.resolve("first")).content().startsWith("{\"row\":0,").hasLineCount(1);
    }

    @Test
    void whatSucceedsIsWrittenAsBefore() throws Exception {
        Shell.Ended ended = shell.run("gauntlet infer d.zip t.csv > whole.jsonl");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(folder.resolve("whole.jsonl"))
                .content()
                .isEqualTo(Terminal.said("infer", folder.resolve("d.zip"), folder.resolve("t.csv")));
    }
}
