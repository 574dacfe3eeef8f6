package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessE2eTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDefaultAssessmentGivesTheSameBytesOnAnyThreadsAndJavaAndAfterAKill() throws Exception {
        Command.Result first =
                Command.here().run(folder, "assess", "--arm-seeds", "1", "--out", "first", "--threads", "2");
        assertThat(first.code()).as(first.output()).isZero();
        byte[] expected = Files.readAllBytes(folder.resolve("first/findings.json"));
        assertThat(Files.readString(folder.resolve("first/findings.json"))).doesNotContain("FAILED");
        Command.Result verified = Command.here().run(folder, "verify", "first");
        assertThat(verified.code()).as(verified.output()).isZero();

        Optional<Command> other = Command.onAnotherJava();
        Command killed = other.orElse(Command.here());
        Process process = killed.start(
                folder,
                folder.resolve("killed.txt"),
                "assess",
                "--arm-seeds",
                "1",
                "--out",
                "second",
                "--threads",
                "1");
        Path journal = folder.resolve("second/journal.jsonl");
        for (int waited = 0; waited < 3000 && process.isAlive() && lines(journal) < 3; waited++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        process.destroyForcibly().waitFor();
        assertThat(lines(journal)).isGreaterThanOrEqualTo(3);
        Command.Result resumed = killed.run(folder, "resume", "second", "--threads", "1");
        assertThat(resumed.code()).as(resumed.output()).isZero();
        assertThat(resumed.output())
                .containsPattern("(finished attacks?|results?|results? of others) (is|are) reused from");
        assertThat(Files.readAllBytes(folder.resolve("second/findings.json"))).isEqualTo(expected);
        assertThat(folder.resolve("second/report.html")).hasSameBinaryContentAs(folder.resolve("first/report.html"));
        assumeTrue(other.isPresent(), "only one Java is installed: compared threads and a kill, not Java versions");
    }

    @Test
    void shardsOfWhichOneWasKilledGiveTheFindingsOfOneProcess() throws Exception {
        Files.writeString(folder.resolve("few.yaml"), """
                attacks: [label-flip, boiling-frog, verdict-drop, confidence-membership]
                defences: [nearest-neighbour-filter]
                strengths: []
                """);
        Command here = Command.here();
        Command.Result whole = here.run(folder, "assess", "few.yaml", "--out", "whole");
        assertThat(whole.code()).as(whole.output()).isZero();
        Command.Result first = here.run(
                folder,
                "assess",
                "few.yaml",
                "--shard",
                "1/2",
                "--out",
                "part1",
                "--store",
                "trained",
                "--threads",
                "1");
        assertThat(first.code()).as(first.output()).isZero();
        Process process = here.start(
                folder,
                folder.resolve("shard.txt"),
                "assess",
                "few.yaml",
                "--shard",
                "2/2",
                "--out",
                "part2",
                "--store",
                "trained");
        Path journal = folder.resolve("part2/journal.jsonl");
        for (int waited = 0; waited < 1200 && process.isAlive() && lines(journal) < 2; waited++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        process.destroyForcibly().waitFor();
        assertThat(here.run(folder, "merge", "part1", "part2", "--out", "early").code())
                .isEqualTo(2);
        Command.Result resumed = here.run(folder, "resume", "part2", "--store", "trained");
        assertThat(resumed.code()).as(resumed.output()).isZero();
        Command.Result merged = here.run(folder, "merge", "part1", "part2", "--out", "joined");
        assertThat(merged.code()).as(merged.output()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("joined/findings.json")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/findings.json")));
        assertThat(here.run(folder, "store", "trained").output()).containsPattern("detector +[1-9]");
    }

    @Test
    void aMistakeIsOneClearMessageAndExitCode2() throws Exception {
        Command.Result result = Command.here().run(folder, "assess", "--data", "nowhere.csv", "--label", "x");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output())
                .contains("nowhere.csv")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void whatIsStoppedSaysHowToContinue() throws Exception {
        Path log = folder.resolve("interrupted.txt");
        Process process = Command.here().start(folder, log, "assess", "--out", "stopped", "--threads", "1");
        Path journal = folder.resolve("stopped/journal.jsonl");
        for (int waited = 0; waited < 1200 && process.isAlive() && lines(journal) < 1; waited++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assumeTrue(process.supportsNormalTermination(), "this system cannot ask a process to end");
        // As Ctrl-C does, but a process that was started in the background may be deaf to that.
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(log))
                .containsPattern("stopped; [1-9]\\d* results? (is|are) kept, continue with: gauntlet resume stopped")
                .doesNotContain("\tat ");
    }

    @Test
    void aFullDiskIsReportedAndNothingIsHalfWritten() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString())
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "a small file system can be mounted only by root");
        try {
            Path data = folder.resolve("table.csv");
            StringBuilder table = new StringBuilder("a,b,verdict\n");
            for (int i = 0; i < 800; i++) {
                boolean bad = i % 3 == 0;
                table.append(bad ? 500 + i : i).append(',').append(i * i % 11).append(bad ? ",bad\n" : ",good\n");
            }
            Files.writeString(data, table);
            String run = small.resolve("run").toString();
            Command.Result result = Command.here()
                    .run(
                            folder,
                            "assess",
                            "--data",
                            data.toString(),
                            "--label",
                            "verdict",
                            "--benign",
                            "good",
                            "--out",
                            run);
            assertThat(result.code()).as(result.output()).isEqualTo(3);
            assertThat(result.output()).contains("is the disk full").doesNotContain("\tat ");
            assertThat(small.resolve("run/report.html")).doesNotExist();
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    private static long lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
