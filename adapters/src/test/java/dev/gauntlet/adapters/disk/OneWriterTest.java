package dev.gauntlet.adapters.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OneWriterTest {
    @TempDir
    Path folder;

    /** Holds a lock until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (OneWriter held = OneWriter.take(Path.of(arguments[0]), "held")) {
                System.out.println("taken " + (held != null));
                int end = System.in.read();
                System.exit(end < 0 ? 0 : 1);
            }
        }
    }

    private Process holder(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("taken true");
        return process;
    }

    @Test
    void aSecondThreadIsRefusedAndDoesNotEndTheLockOfTheFirst() throws Exception {
        Path file = folder.resolve(".a.lock");
        try (OneWriter held = OneWriter.take(file, "held")) {
            assertThat(held).isNotNull();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> OneWriter.take(file, "held by another"))
                        .isInstanceOf(InputException.class)
                        .hasMessage("held by another");
            }
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            // It would print that it has the lock, had a refused attempt let go of ours.
            assertThat(new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("held")
                    .doesNotContain("taken true");
        }
        OneWriter.take(file, "held").close();
        assertThat(file).exists();
    }

    @Test
    void theLockOfAProcessThatIsKilledIsFree() throws Exception {
        Path file = folder.resolve(".a.lock");
        Process other = holder(file);
        try {
            assertThatThrownBy(() -> OneWriter.take(file, "held")).isInstanceOf(InputException.class);
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        OneWriter.take(file, "held").close();
    }

    @Test
    void twoNamesOfOneFileAreOneLock() throws IOException {
        Path file = Files.createDirectory(folder.resolve("a")).resolve("lock");
        Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("a")).resolve("lock");
        try (OneWriter held = OneWriter.take(file, "held")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> OneWriter.take(link, "held")).isInstanceOf(InputException.class);
        }
    }
}
