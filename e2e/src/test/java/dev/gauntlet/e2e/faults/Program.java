package dev.gauntlet.e2e.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own. */
final class Program {
    private static final int MINUTES = 5;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Program start(Path folder, String... arguments) {
        Path target = Path.of(System.getProperty(
                        "app.target", Path.of("..", "app", "target").toString()))
                .toAbsolutePath()
                .normalize();
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                target.resolve("gauntlet-app.jar") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                "dev.gauntlet.app.cli.Main"));
        words.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile("gauntlet", ".log");
            return new Program(
                    new ProcessBuilder(words)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with signal 9 after some time, unless it ends before. */
    boolean killed(long millis) {
        try {
            if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            process.destroyForcibly().waitFor();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end. */
    Said ended() {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after five minutes");
            }
            String said = Files.readString(log, StandardCharsets.UTF_8);
            Files.delete(log);
            return new Said(process.exitValue(), said, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
