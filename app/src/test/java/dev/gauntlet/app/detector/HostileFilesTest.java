package dev.gauntlet.app.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to take all memory or all time get one line within a second and 256 MiB, in a Java of their own. */
final class HostileFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachIsRefusedInOneLineWithinASecond() throws IOException, InterruptedException {
        Path sound = Files.createDirectory(folder.resolve("sound"));
        Path hostile = Files.createDirectory(folder.resolve("hostile"));
        HostileFiles.sound(sound);
        Map<String, String> said = HostileFiles.written(hostile);
        Map<String, String> answers = new LinkedHashMap<>();
        for (String line : read(sound, hostile)) {
            String[] parts = line.split("\t", 2);
            answers.put(parts[0], parts[1]);
        }
        assertThat(answers.keySet()).isEqualTo(said.keySet());
        said.forEach((name, says) -> assertThat(answers.get(name))
                .as(name)
                .startsWith("in time: " + hostile.resolve(name) + ": ")
                .contains(says));
    }

    /** What a Java with 256 MiB prints. */
    private List<String> read(Path sound, Path hostile) throws IOException, InterruptedException {
        Path arguments = Files.writeString(
                folder.resolve("arguments"), "-cp \"%s\"".formatted(System.getProperty("java.class.path")));
        Path printed = folder.resolve("printed");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "@" + arguments,
                        HostileFilesTest.class.getName(),
                        sound.toString(),
                        hostile.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(java.waitFor()).as(() -> contents(printed)).isZero();
        return contents(printed).lines().toList();
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Reads every file of two folders and prints a line for each of the second: how long it took and what was said. */
    public static void main(String[] folders) throws IOException {
        for (Path file : files(folders[0])) {
            GivenModel.read(file.toString(), Optional.empty());
        }
        for (Path file : files(folders[1])) {
            long start = System.nanoTime();
            long work = work();
            String said;
            try {
                GivenModel.read(file.toString(), Optional.empty());
                said = "it was read";
            } catch (InputException e) {
                said = String.valueOf(e.getMessage());
            }
            long millis = Math.min(System.nanoTime() - start, work() - work) / 1_000_000;
            String time = millis < 1000 ? "in time" : millis + " ms";
            System.out.printf("%s\t%s: %s%n", file.getFileName(), time, said);
        }
    }

    /** What reading and collecting took of a processor, in nanoseconds, which other processes do not lengthen as they do time. */
    private static long work() {
        long collecting = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + collecting * 1_000_000;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.sorted().toList();
        }
    }
}
