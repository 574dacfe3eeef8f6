package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Five hosts in turn: the first is malicious until row 350, and the second from then on. */
    private Path hosts() throws IOException {
        StringBuilder text = new StringBuilder("when,host,size,verdict\n");
        for (int i = 0; i < 500; i++) {
            boolean bad = i % 5 == (i < 350 ? 0 : 1);
            text.append("%d,h%d,%d,%s\n".formatted(1_700_000_000 + i, i % 5, i * 7 % 90, bad ? "bad" : "good"));
        }
        return Files.writeString(folder.resolve("hosts.csv"), text);
    }

    @Test
    void rowsThatASplitByTimeAndGroupLeavesOutAreCountedAndListed() throws IOException {
        Object[] split = {"split", "--data", hosts(), "--label", "verdict", "--benign", "good", "--time", "when"};
        Object[] both = {"--by", "time-and-group", "--test-share", 0.2, "--out", folder.resolve("parts")};
        assertThat(Terminal.refused(with(split, both)).err())
                .contains("pipeline.split: a split by time and group needs a group for every row, such as a source");
        assertThat(Terminal.said(with(with(split, both), "--source", "host")))
                .contains(
                        "144 of 400 rows left out of training and validation: their group has malicious rows in a later part")
                .contains("192 training, 64 validation and 100 test rows");
        List<String> left = Files.readAllLines(folder.resolve("parts/left-out.csv"));
        assertThat(left).hasSize(145);
        assertThat(left.get(1)).endsWith(",0,their group has malicious rows in a later part");
        assertThat(Files.readString(folder.resolve("parts/cut.json"))).contains("TIME_AND_GROUP");
    }

    @Test
    void tooFewRowsAfterASplitByTimeAndGroupSayWhatElseKeepsThem() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"), "{label: verdict, benign: good, pipeline: {split: time-and-group}}");
        Object[] process = {"process", plan, "--data", hosts(), "--time", "when", "--source", "host", "--out"};
        assertThat(Terminal.refused(with(process, folder.resolve("run"))).err())
                .contains("there are too few rows")
                .contains(
                        "a split by time and group leaves out earlier rows of groups that are malicious later; a split by time"
                                + " keeps them");
        Path bare = Terminal.table(folder.resolve("t.csv"), 200);
        assertThat(Terminal.refused("process", plan, "--data", bare, "--out", folder.resolve("run"))
                        .err())
                .contains("pipeline.split: a split by time needs a time column");
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
