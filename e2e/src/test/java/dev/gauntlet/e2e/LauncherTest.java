package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code gauntlet} in a folder where Maven and Java are stand-ins that say what they are asked. */
class LauncherTest {
    @TempDir
    private Path home = Path.of("");

    @BeforeEach
    void placeStandIns() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell here");
        Files.copy(Path.of("..", "gauntlet"), home.resolve("gauntlet"));
        script("mvnw", "echo built >>builds; sleep 2; mkdir -p app/target/lib; : >app/target/gauntlet-app.jar");
        script("jdk/bin/java", "[ \"$1\" = -version ] && echo 'version \"17.0.1\"' >&2 || echo ran $COLUMNS");
        script("jdk/bin/javac", ":");
        home.resolve("gauntlet").toFile().setExecutable(true);
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process start(String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("gauntlet").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(log).toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", home.resolve("jdk").toString(), "COLUMNS", "93"));
        return builder.start();
    }

    private String end(Process process, String log) throws IOException, InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(home.resolve(log));
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void twoFirstStartsBuildOnceAndTheOtherSaysThatItWaits() throws Exception {
        Process one = start("one.txt");
        Process two = start("two.txt");
        String both = end(one, "one.txt") + end(two, "two.txt");
        assertThat(Files.readString(home.resolve("builds"))).isEqualTo("built\n");
        assertThat(both)
                .containsOnlyOnce("gauntlet: building")
                .containsOnlyOnce("waiting for another")
                .contains("ran 93");
        assertThat(home.resolve("app/target/building")).doesNotExist();
    }

    @Test
    void aLockOfADeadProcessAndOneWithoutAProcessAreRemoved() throws Exception {
        Path lock = Files.createDirectories(home.resolve("app/target/building"));
        Process dead = new ProcessBuilder("/bin/sh", "-c", ":").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        assertThat(end(start("one.txt"), "one.txt"))
                .contains("gauntlet: built", "ran")
                .doesNotContain("waiting");
        Files.delete(home.resolve("app/target/gauntlet-app.jar"));
        Files.createDirectories(lock);
        assertThat(end(start("two.txt"), "two.txt")).contains("gauntlet: built", "ran");
    }

    @Test
    void aBuildThatFailsLeavesNoLock() throws Exception {
        script("mvnw", "exit 1");
        Process process = start("one.txt");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(home.resolve("one.txt"))).contains("the build failed");
        assertThat(home.resolve("app/target/building")).doesNotExist();
    }
}
