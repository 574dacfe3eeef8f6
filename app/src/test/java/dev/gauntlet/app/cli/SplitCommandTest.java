package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SplitCommandTest {
    @TempDir
    Path folder;

    private Terminal.Result evaluated(Path parts) {
        return Terminal.run("evaluate", folder.resolve("detector.zip"), "--data", parts);
    }

    @Test
    void whatIsMeasuredOnTheTestPartKnowsHowItWasCut() throws IOException {
        Path table = Terminal.table(folder.resolve("t.csv"), 600);
        Path chance = folder.resolve("chance");
        Path groups = folder.resolve("groups");
        Object[] split = {"split", "--data", table, "--label", "verdict", "--benign", "good", "--out"};
        assertThat(Terminal.run(with(split, chance)).code()).isZero();
        assertThat(Terminal.run(with(split, groups, "--by", "group", "--group", "count"))
                        .code())
                .isZero();
        assertThat(Terminal.run(
                                "train",
                                "--data",
                                chance,
                                "--algorithm",
                                "logistic-regression",
                                "--out",
                                folder.resolve("detector.zip"))
                        .code())
                .isZero();
        assertThat(evaluated(chance).out()).contains("lab-only evaluation: the split is random");
        assertThat(evaluated(groups).out()).contains("lab-only evaluation: the test part is of other groups");
        Files.writeString(chance.resolve("cut.json"), "{");
        Terminal.Result broken = evaluated(chance);
        assertThat(broken.code()).isEqualTo(Main.MISTAKE);
        assertThat(broken.err()).contains("cut.json: was not written by gauntlet split, or was changed");
        Files.delete(chance.resolve("cut.json"));
        assertThat(evaluated(chance).out().replaceAll("\\s+", " "))
                .contains("it is not known whether it is from later days");
    }

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
