package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs commands of a shell in a folder, where {@code gauntlet} is a Java of its own. */
public record Shell(Path folder) {
    private static final boolean THERE = Files.isExecutable(Path.of("/bin/sh")) && Files.exists(Path.of("/dev/full"));

    /** How a command line ended and what it left on standard error. */
    public record Ended(int code, String err) {}

    /** Makes the command. */
    public static Shell in(Path folder) throws IOException {
        Assumptions.assumeTrue(THERE);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(folder.resolve("arguments"), "-cp \"%s\"".formatted(System.getProperty("java.class.path")));
        Path command = Files.writeString(folder.resolve("gauntlet"), """
                #!/bin/sh
                exec "%s" -XX:+IgnoreUnrecognizedVMOptions -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
                  --enable-native-access=ALL-UNNAMED @"%s" $JAVA_MORE dev.gauntlet.app.cli.Main "$@"
                """.formatted(java, folder.resolve("arguments")));
        assertThat(command.toFile().setExecutable(true)).isTrue();
        return new Shell(folder);
    }

    /** Runs a command line; {@code $?} at its end is its exit code. */
    public Ended run(String line) throws IOException, InterruptedException {
        return run(line, Map.of());
    }

    /** The same with variables of the environment. */
    public Ended run(String line, Map<String, String> environment) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = started(line, environment, err);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(line).isTrue();
        return new Ended(process.exitValue(), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Starts a command line. */
    public Process started(String line, Map<String, String> environment, Path err) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", "PATH=.:$PATH; " + line)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        shell.environment().remove("JAVA_TOOL_OPTIONS");
        shell.environment().remove("JDK_JAVA_OPTIONS");
        shell.environment().put("JAVA_MORE", "");
        shell.environment().putAll(environment);
        return shell.start();
    }
}
