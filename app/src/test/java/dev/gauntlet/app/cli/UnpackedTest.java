package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries in native code are unpacked into a folder for temporary files, which can be full or not there. */
final class UnpackedTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process --data t.csv --label verdict --benign good --out run",
                "assess --data t.csv --label verdict --benign good --out run",
                "schema t.csv --sql 'select * from data'"
            })
    void theWriteThatFailedIsNamed(String command) throws Exception {
        Shell shell = Shell.in(folder);
        Terminal.table(folder.resolve("t.csv"), 600);
        Shell.Ended ended = shell.run("ulimit -f 60; gauntlet " + command);
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err())
                .contains(
                        ": a library of native code cannot be unpacked there (File too large); make room",
                        "java.io.tmpdir=DIR")
                .doesNotContain("internal error", "GAUNTLET_DEBUG");
        Path missing = folder.resolve("missing");
        ended = shell.run("gauntlet " + command, Map.of("JAVA_MORE", "-Djava.io.tmpdir=" + missing));
        assertThat(ended.code()).as(ended.err()).isEqualTo(Main.FAILED);
        assertThat(ended.err())
                .containsPattern(
                        ": a library of native code cannot be unpacked there \\((No such file or directory|there is no such folder)\\)")
                .contains(missing + ": ")
                .doesNotContain("internal error", "GAUNTLET_DEBUG");
    }

    @Test
    void otherFailuresAreNotTakenForIt() {
        assertThat(Unpacked.failure(new IllegalStateException("x", new IOException("File too large"))))
                .isEmpty();
        assertThat(Unpacked.failure(new NoClassDefFoundError("dev/gauntlet/A"))).isEmpty();
        // What Java says to all but the first who ask for the class.
        Throwable again = new NoClassDefFoundError("Could not initialize class X");
        again.initCause(new ExceptionInInitializerError(
                "Exception java.lang.RuntimeException: java.io.IOException: File too large [in thread \"a\"]"));
        assertThat(Unpacked.failure(again).orElseThrow())
                .contains("cannot be unpacked there (File too large); make room");
        assertThat(Unpacked.reason(new IllegalStateException("x", new IOException("File too large"))))
                .isEqualTo(" (File too large)");
        assertThat(Unpacked.reason(new IllegalStateException("x"))).isEmpty();
    }
}
