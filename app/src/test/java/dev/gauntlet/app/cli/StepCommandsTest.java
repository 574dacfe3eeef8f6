package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assemble, split, train and evaluate, each by itself. */
final class StepCommandsTest {
    @TempDir
    Path folder;

    private Path table = Path.of("");
    private Path parts = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        table = Terminal.table(folder.resolve("rows.csv"), 400);
        parts = folder.resolve("parts");
    }

    private static String refused(Object... arguments) {
        Terminal.Result result = Terminal.refused(arguments);
        return result.err();
    }

    private void split() {
        assertThat(said("split", "--data", table, "--label", "verdict", "--benign", "good", "--out", parts))
                .contains("240 training, 60 validation and 100 test rows");
    }

    private Path train(String name, Object... more) {
        Path out = folder.resolve(name);
        Object[] words = new Object[5 + more.length];
        System.arraycopy(new Object[] {"train", "--data", parts, "--out", out}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        assertThat(said(words)).contains("recall", "on validation rows");
        return out;
    }

    @Test
    void assembledRowsAreReadBackByTheirOwnSchema() throws IOException {
        Path holes = folder.resolve("holes.csv");
        Files.writeString(
                holes,
                Files.readString(table).replaceFirst("\n[^,]*,", "\n,") + "many,1,2,tcp,good\n" + "\n1,2,3,tcp,bad\n");
        Path rows = folder.resolve("rows.parquet");
        Path schema = Files.writeString(folder.resolve("s.yaml"), said("schema", table, "--label", "verdict"));
        assertThat(refused("assemble", "--data", holes, "--schema", schema, "--max-bad", "0"))
                .contains("line 402", "size", "many");
        Files.writeString(holes, Files.readString(holes).replace("many,1,2,tcp,good\n", ""));
        assertThat(said("assemble", "--data", holes, "--schema", schema, "--out", rows))
                .contains("401 records, 401 rows of 4 features", "size: 0.002 missing", "1 empty line is skipped");
        assertThat(Files.readString(folder.resolve("rows.left-out.csv"))).isEqualTo("file,record,reason\n");
        assertThat(said("split", "--data", rows, "--schema", folder.resolve("rows.yaml"), "--out", parts))
                .contains("241 training, 60 validation and 100 test rows");
    }

    @Test
    void whatMustBeThereStopsOrIsNoted() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"),
                "complete: {require: [size, speed], longest-gap: 3}\nlabel: verdict\nbenign: good\n");
        assertThat(refused("assemble", plan, "--data", table)).contains("rows.csv: column \"speed\" is not there");
        Files.writeString(plan, Files.readString(plan).replace("longest-gap: 3", "go-on: true"));
        assertThat(said("assemble", plan, "--data", table)).contains("column \"speed\" is not there");
    }

    @Test
    void theSealPutsEveryOpeningOnRecordAndWarnsOfTheSecond() throws IOException {
        split();
        Path first = train("first.zip", "--algorithm", "decision-tree:depth=3");
        assertThat(Files.readString(parts.resolve("seal.json"))).contains("\"openings\" : [ ]");
        assertThat(said("evaluate", first, "--data", parts)).doesNotContain("used before");
        assertThat(said("evaluate", first, "--data", parts)).doesNotContain("used before");
        Path second = train("second.zip", "--algorithm", "random-forest:trees=9", "--calibrate", "platt");
        assertThat(said("evaluate", second, "--data", parts, "--champion", first))
                .contains("used before for 1 other model", "Compared with the champion", "McNemar", "DeLong");
        assertThat(Files.readString(parts.resolve("seal.json")).split("\"purpose\"", -1))
                .hasSize(4);
    }

    @Test
    void anotherTestPartThanTheSealedIsRefused() throws IOException {
        split();
        Path detector = train("detector.zip", "--algorithm", "naive-bayes");
        Files.copy(
                parts.resolve("train.parquet"),
                parts.resolve("test.parquet"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(refused("evaluate", detector, "--data", parts)).contains("test.parquet", "is not the test part");
    }

    @Test
    void theSamePartsGiveTheSameDetector() throws IOException {
        split();
        byte[] one = Files.readAllBytes(train("one.zip", "--algorithm", "random-forest:trees=5", "--threads", 1));
        byte[] two = Files.readAllBytes(train("two.zip", "--algorithm", "random-forest:trees=5", "--threads", 2));
        assertThat(two).isEqualTo(one);
    }

    @Test
    void otherObjectivesAreTrainedAndJudged() {
        split();
        Path kinds = folder.resolve("kinds.zip");
        assertThat(said(
                        "train",
                        "--data",
                        parts,
                        "--objective",
                        "kinds",
                        "--algorithm",
                        "decision-tree",
                        "--out",
                        kinds))
                .contains("accuracy on the", "benign", "bad");
        Path bundle = folder.resolve("number.zip");
        assertThat(said(
                        "train",
                        "--data",
                        table,
                        "--objective",
                        "quantity",
                        "--target",
                        "rate",
                        "--algorithm",
                        "ridge-regression",
                        "--out",
                        bundle))
                .contains("R squared", "always predicting the mean");
        assertThat(said("infer", bundle, table, "--top", 1)).contains("\"number\":");
        Path unusual = folder.resolve("unusual.zip");
        assertThat(said(
                        "train",
                        "--data",
                        table,
                        "--label",
                        "verdict",
                        "--objective",
                        "anomalies",
                        "--algorithm",
                        "isolation-forest",
                        "--out",
                        unusual))
                .contains("20 of 400 rows are flagged as anomalies");
    }

    @Test
    void mistakesAreReportedInPlainWords() {
        split();
        assertThat(refused("split", "--data", table, "--label", "verdict", "--benign", "good", "--out", parts))
                .contains("already contains a split");
        assertThat(refused("split", "--data", table, "--label", "verdict", "--out", parts, "--test-share", 2))
                .contains("--test-share must be in [0.01, 0.9]");
        assertThat(refused("split", "--data", table, "--out", parts, "--by", "chance"))
                .contains("label, group, time");
        assertThat(refused("train", "--data", parts, "--algorithm", "forest")).contains("--algorithm forest");
        assertThat(refused("train", "--data", parts, "--objective", "quantity")).contains("--target");
        assertThat(refused("train", "--data", table, "--objective", "quantity", "--target", "kind"))
                .contains("contains texts");
        assertThat(refused("train", "--data", table, "--objective", "quantity", "--target", "ratee"))
                .contains("did you mean \"rate\"");
        assertThat(refused("train", "--data", parts, "--objective", "anomalies"))
                .contains("train.parquet");
        assertThat(refused("train", "--data", table, "--objective", "anomalies", "--algorithm", "naive-bayes"))
                .contains("isolation-forest");
        assertThat(refused("evaluate", folder.resolve("none.zip"), "--data", parts))
                .contains("no such model file");
        assertThat(refused("assemble", "--data", table, "--label", "verdict", "--derive", "url-text:column=link"))
                .contains("link");
    }

    @Test
    void theExampleTakesEveryPathOfThePolicy() throws IOException {
        Path out = folder.resolve("run");
        assertThat(said("process", Path.of("..", "docs", "examples", "policy.yaml"), "--out", out))
                .contains("discarded, other settings are tried", "discarded, next algorithm", "accepted");
        String findings = Files.readString(out.resolve("findings.json"));
        assertThat(java.util.regex.Pattern.compile("\"action\" : \"([A-Z]+)\"")
                        .matcher(findings)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("ADJUST", "REPLACE", "DISCARD", "ACCEPT");
    }
}
