package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.RecordingDisk;
import dev.gauntlet.app.serve.GrowingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands leave on the disk. */
final class SafeWritesTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path table = Path.of("");
    private static Path bundle = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        table = Terminal.table(shared.resolve("t.csv"), 600);
        Path run = shared.resolve("run");
        Terminal.said("process", "--data", table, "--label", "verdict", "--benign", "good", "--out", run);
        bundle = run.resolve("model/detector.zip");
    }

    private static boolean done(Object... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(
                                    Arrays.stream(command).map(Object::toString).toList())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static SortedMap<String, String> content(Path folder) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // A state to come that a power failure brings back is the state there is.
                if (!file.toString().endsWith("lock") && !file.endsWith("pending.json")) {
                    content.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
                }
            }
        }
        return content;
    }

    private void survives(Object... command) throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Disk.AutoClosing restored = Disk.replace(disk);
        try {
            Terminal.said(command);
        } finally {
            restored.close();
        }
        SortedMap<String, String> said = content(folder);
        disk.losePower();
        assertThat(content(folder)).as(Arrays.toString(command)).isEqualTo(said);
        assertThat(said).isNotEmpty();
    }

    @Test
    void whatACommandSaysItWroteSurvivesAPowerFailure() throws IOException {
        Path out = folder.resolve("deep/er");
        survives("infer", bundle, table, "--out", folder.resolve("v.jsonl"));
        survives("infer", bundle, table, "--out", folder.resolve("v.jsonl"));
        survives("process", "--data", table, "--label", "verdict", "--benign", "good", "--out", out.resolve("run"));
        survives("label", table, "--column", "verdict", "--out", folder.resolve("l.parquet"));
        survives("split", "--data", table, "--label", "verdict", "--benign", "good", "--out", out.resolve("parts"));
        survives("train", "--data", out.resolve("parts"), "--out", folder.resolve("d.zip"));
        survives("evaluate", folder.resolve("d.zip"), "--data", out.resolve("parts"));
        survives("key", "new", "soc", "--out", out.resolve("keys"));
        survives("key", "seal", folder.resolve("seal.key"));
        survives("deploy", bundle, "--registry", out.resolve("reg"), "--key", out.resolve("keys/soc.key"));
        survives("registry", "promote", out.resolve("reg"), "1");
        survives("schema", table, "--label", "verdict", "--write", folder.resolve("schema.yaml"));
        survives("export", bundle, "--out", folder.resolve("d.onnx"));
    }

    @Test
    void anAssessmentSurvivesAPowerFailure() throws IOException {
        survives(
                "assess",
                "--data",
                table,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "label-flip",
                "--arm-seeds",
                1,
                "--out",
                folder.resolve("run"));
    }

    @Test
    void aDeviceStaysADevice() throws IOException, InterruptedException {
        Path device = folder.resolve("null");
        assumeTrue(done("mknod", device, "c", "1", "3"));
        Terminal.said("infer", bundle, table, "--out", device);
        Terminal.said("infer", bundle, table, "--out", device, "--rejected", device);
        Terminal.said("label", table, "--column", "verdict", "--out", device);
        Terminal.said("export", bundle, "--out", device);
        assertThat(Files.readAttributes(device, "unix:mode").get("mode"))
                .as("a character device")
                .matches(mode -> ((Integer) mode & 0170000) == 0020000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(device);
        }
    }

    @Test
    void aFifoCarriesVerdicts() throws Exception {
        Path fifo = folder.resolve("fifo");
        assumeTrue(done("mkfifo", fifo));
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(fifo);
            } catch (IOException e) {
                return e.toString();
            }
        });
        Terminal.said("infer", bundle, table, "--out", fifo, "--rejected", folder.resolve("r"));
        assertThat(reader.get()).isEqualTo(Terminal.said("infer", bundle, table));
        assertThat(Files.isRegularFile(fifo)).isFalse();
    }

    @Test
    void aLinkAtATemporaryNameIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path out = folder.resolve("v.jsonl");
        Files.createSymbolicLink(folder.resolve("v.jsonl.part"), victim);
        Terminal.said("infer", bundle, table, "--out", out);
        assertThat(victim).hasContent("precious");
        assertThat(out).isRegularFile().content().hasLineCount(600);
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), Path.of("real.jsonl"));
        Terminal.said("infer", bundle, table, "--out", link);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.isRegularFile(folder.resolve("real.jsonl"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aSecondWriterOfAFileIsRefused() {
        Path out = folder.resolve("v.jsonl");
        try (GrowingFile first = new GrowingFile(out, false)) {
            first.write("first\n");
            for (Object[] more : new Object[][] {{}, {"--follow"}}) {
                Object[] words = Stream.concat(Stream.of("infer", bundle, table, "--out", out), Arrays.stream(more))
                        .toArray();
                assertThat(Terminal.refused(words).err()).contains("v.jsonl: another process is writing to it");
            }
            first.finish();
        }
        assertThat(out).hasContent("first\n");
        Terminal.said("infer", bundle, table, "--out", out);
        assertThat(folder.resolve(".v.jsonl.lock")).exists();
    }

    @Test
    void ofTwoOverlappingJobsOneWritesEverythingAndTheOtherSaysSo() throws Exception {
        Shell shell = Shell.in(folder);
        Files.copy(bundle, folder.resolve("d.zip"));
        Terminal.table(folder.resolve("many.csv"), 60_000);
        Shell.Ended ended =
                shell.run("gauntlet infer d.zip many.csv --out v.jsonl & gauntlet infer d.zip many.csv --out"
                        + " v.jsonl; a=$?; wait $!; echo $? $a > codes");
        assertThat(Files.readString(folder.resolve("codes"))).as(ended.err()).isIn("0 2\n", "2 0\n");
        assertThat(folder.resolve("v.jsonl")).content().hasLineCount(60_000);
    }

    @Test
    void runsThatBeginTogetherHaveFoldersOfTheirOwn() throws Exception {
        Shell shell = Shell.in(folder);
        Files.copy(table, folder.resolve("t.csv"));
        String process = "gauntlet process --data t.csv --label verdict --benign good";
        Shell.Ended ended = shell.run(process + " & " + process + " && wait $!");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(folder.resolve("gauntlet-run-1/findings.json")).exists();
        assertThat(folder.resolve("gauntlet-run-2/findings.json")).exists();
        assertThat(folder.resolve("gauntlet-run-3")).doesNotExist();
        ended = shell.run(process + " --out run & " + process + " --out run; a=$?; wait $!; echo $? $a > codes");
        assertThat(Files.readString(folder.resolve("codes"))).as(ended.err()).isIn("0 2\n", "2 0\n");
        assertThat(ended.err()).contains("run: another process works in this folder");
    }

    @Test
    void aProcessIsResumedAsAProcess() throws IOException {
        Path run = folder.resolve("run");
        Terminal.said("process", "--data", table, "--label", "verdict", "--benign", "good", "--out", run);
        String findings = Files.readString(run.resolve("findings.json"));
        Files.delete(run.resolve("findings.json"));
        Terminal.said("resume", run);
        assertThat(run.resolve("findings.json")).hasContent(findings);
        assertThat(run.resolve("journal.jsonl")).doesNotExist();
        Path evaluated = folder.resolve("evaluated");
        Terminal.said(
                "evaluate", bundle, "--test", table, "--label", "verdict", "--benign", "good", "--out", evaluated);
        assertThat(Terminal.refused("resume", evaluated).err())
                .contains("gauntlet evaluate made it, which cannot be resumed");
    }

    @Test
    void ofTwoSplitsIntoOneFolderOneIsWritten() throws Exception {
        Shell shell = Shell.in(folder);
        Files.copy(table, folder.resolve("t.csv"));
        String split = "gauntlet split --data t.csv --label verdict --benign good --out parts";
        Shell.Ended ended = shell.run(split + " & " + split + "; a=$?; wait $!; echo $? $a > codes");
        assertThat(Files.readString(folder.resolve("codes"))).as(ended.err()).isIn("0 2\n", "2 0\n");
        assertThat(ended.err()).containsAnyOf("another process writes a split", "already contains a split");
    }

    @Test
    void aRunThatNeverBeganLeavesNoFolder() throws IOException {
        Path out = folder.resolve("run");
        Terminal.refused("process", "--data", folder.resolve("none.csv"), "--out", out);
        assertThat(out).doesNotExist();
        Files.createDirectory(out);
        Terminal.refused("process", "--data", folder.resolve("none.csv"), "--out", out);
        assertThat(out).isDirectory();
    }

    @Test
    void aFullDiskIsAFailureAndLeavesNothingBehind() throws Exception {
        Shell shell = Shell.in(folder);
        Files.copy(bundle, folder.resolve("d.zip"));
        Files.copy(table, folder.resolve("t.csv"));
        Files.writeString(folder.resolve("v.jsonl"), "former\n");
        Shell.Ended ended = shell.run("ulimit -f 16; gauntlet infer d.zip t.csv --out v.jsonl", Map.of());
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err())
                .contains("v.jsonl: cannot be written (File too large)")
                .doesNotContain("so far are in");
        assertThat(folder.resolve("v.jsonl")).hasContent("former\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void verdictsThatAreFollowedGoOnBehindTheLastWholeLine() throws IOException {
        Path out = Files.writeString(folder.resolve("v.jsonl"), "{\"row\":0}\n{\"row");
        try (GrowingFile file = new GrowingFile(out, true)) {
            assertThat(file.isFresh()).isFalse();
            file.write("{\"row\":1}\n");
            file.finish();
        }
        assertThat(out).hasContent("{\"row\":0}\n{\"row\":1}\n");
    }
}
