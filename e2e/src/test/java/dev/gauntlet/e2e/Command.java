package dev.gauntlet.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built application as its own process, on a chosen Java. */
record Command(Path java) {
    /** How it ended and what it said on both streams. */
    record Result(int code, String output) {}

    /** The command on the Java that runs the tests. */
    static Command here() {
        return new Command(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** The command on an installed JDK of another major version, if there is one. */
    static Optional<Command> onAnotherJava() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.sorted()
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> major(home) >= 17
                            && major(home) != Runtime.version().feature())
                    .map(home -> new Command(home.resolve("bin/java")))
                    .findFirst();
        }
    }

    private static int major(Path home) {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.].*?(\\d+).*", "$1").replaceAll("[^0-9]", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "output", ".txt");
        Process process = start(folder, log, arguments);
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after ten minutes: " + Files.readString(log));
        }
        return new Result(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }

    Process start(Path folder, Path log, String... arguments) throws IOException {
        Path target = Path.of("..", "app", "target").toAbsolutePath().normalize();
        List<String> words = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                target.resolve("gauntlet-app.jar") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                "dev.gauntlet.app.cli.Main"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        return builder.start();
    }
}
