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
        Command.Result first = Command.here().run(folder, "assess", "--out", "first", "--threads", "2");
        assertThat(first.code()).as(first.output()).isZero();
        byte[] expected = Files.readAllBytes(folder.resolve("first/findings.json"));
        assertThat(Files.readString(folder.resolve("first/findings.json"))).doesNotContain("FAILED");

        Optional<Command> other = Command.onAnotherJava();
        Command killed = other.orElse(Command.here());
        Process process =
                killed.start(folder, folder.resolve("killed.txt"), "assess", "--out", "second", "--threads", "1");
        Path journal = folder.resolve("second/journal.jsonl");
        for (int waited = 0; waited < 3000 && process.isAlive() && lines(journal) < 3; waited++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        process.destroyForcibly().waitFor();
        assertThat(lines(journal)).isGreaterThanOrEqualTo(3);
        Command.Result resumed = killed.run(folder, "resume", "second", "--threads", "1");
        assertThat(resumed.code()).as(resumed.output()).isZero();
        assertThat(resumed.output()).contains("finished cells are taken from");
        assertThat(Files.readAllBytes(folder.resolve("second/findings.json"))).isEqualTo(expected);
        assumeTrue(other.isPresent(), "only one Java is installed: compared threads and a kill, not Java versions");
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

    private static long lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
