package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide from an imported forest to its certificate, an attack and a robust model, command by command. */
class RobustnessE2eTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyCommandDoesAndShowsWhatThePageSays() throws Exception {
        StringBuilder rows = new StringBuilder("size,rate,count,verdict\n");
        Random random = new Random(5);
        for (int i = 0; i < 800; i++) {
            boolean bad = i % 4 == 0;
            rows.append(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%d,%s%n",
                    (bad ? 7 : 3) + 1.6 * random.nextGaussian(),
                    (bad ? 7 : 3) + 1.6 * random.nextGaussian(),
                    random.nextInt(50),
                    bad ? "bad" : "good"));
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Files.writeString(
                folder.resolve("forest.json"),
                Stream.of("size 5", "rate 5", "size 6", "rate 6", "size 4.5", "rate 4.5")
                        .map(stump -> stump.split(" "))
                        .map(stump -> """
                                {"nodeid": 0, "split": "%s", "split_condition": %s, "yes": 1, "no": 2, "missing": 1,
                                 "children": [{"nodeid": 1, "leaf": -0.8}, {"nodeid": 2, "leaf": 0.8}]}""".formatted(stump[0], stump[1]))
                        .collect(Collectors.joining(",", "[", "]")));
        assertThat(Tutorial.follow(Path.of("..", "docs", "robustness.md"), folder))
                .isEqualTo(5);
        assertThat(Files.readAllLines(folder.resolve("changes.csv"))).hasSize(51);
        assertThat(folder.resolve("attacked/report.html")).isNotEmptyFile();
    }
}
