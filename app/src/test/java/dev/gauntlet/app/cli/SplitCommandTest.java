package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "seal.json, digest, dIgest",
        "seal.json, openings, opening",
        "cut.json, testShare, testshare",
        "schema.yaml, name: count, name: gount"
    })
    void aDamagedFileOfASplitIsRefusedWithItsName(String name, String from, String to) throws IOException {
        Path table = Terminal.table(folder.resolve("t.csv"), 600);
        Path parts = folder.resolve("parts");
        Terminal.said("split", "--data", table, "--label", "verdict", "--benign", "good", "--out", parts);
        Terminal.said("train", "--data", parts, "--algorithm", "naive-bayes", "--out", folder.resolve("detector.zip"));
        Path damaged = parts.resolve(name);
        Files.writeString(damaged, Files.readString(damaged).replace(from, to));
        assertThat(Terminal.refused("evaluate", folder.resolve("detector.zip"), "--data", parts)
                        .err())
                .contains(name.equals("schema.yaml") ? "has no column \"gount\"" : name + ": was not written by");
    }

    @Test
    void aLabelByItsPlaceCountsIgnoredColumnsAndThoseWithoutAName() throws IOException {
        StringBuilder text = new StringBuilder("id,,size,verdict,\n");
        for (int i = 0; i < 200; i++) {
            text.append("%d,,%d,%s,\n".formatted(i * 7 % 200, i % 9, i % 4 == 0 ? "bad" : "good"));
        }
        Path table = Files.writeString(folder.resolve("t.csv"), text);
        Path schema = Files.writeString(
                folder.resolve("s.yaml"),
                Terminal.said("schema", table, "--label", "verdict", "--benign", "good")
                                .replaceFirst("(?s)  - name: id\n.*?(?=  - name:)", "")
                        + "ignored: [id]\n");
        Object[] split = {
            "split", "--data", table, "--label", "#4", "--benign", "good", "--out", folder.resolve("a"),
        };
        assertThat(Terminal.said(split)).contains("120 training, 30 validation and 50 test rows");
        Object[] stated = {
            "split",
            "--data",
            table,
            "--schema",
            schema,
            "--label",
            "#4",
            "--benign",
            "good",
            "--out",
            folder.resolve("b"),
        };
        assertThat(Terminal.said(stated)).contains("120 training, 30 validation and 50 test rows");
    }

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
