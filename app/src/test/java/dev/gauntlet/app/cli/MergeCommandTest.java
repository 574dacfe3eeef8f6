package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.assess.Journal;
import dev.gauntlet.app.assess.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards in processes of their own, and what becomes of them. */
final class MergeCommandTest {
    @TempDir
    static Path folder;

    private static byte[] whole = {};
    private static Path plan = Path.of("");

    private static Terminal.Result assess(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("assess", plan, "--budget", "queries=50", "--out", out));
        words.addAll(List.of(more));
        return Terminal.run(words.toArray());
    }

    private static byte[] findings(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("findings.json"));
    }

    @BeforeAll
    static void runInOneProcess() throws IOException {
        Path data = Terminal.table(folder.resolve("table.csv"), 600);
        plan = Files.writeString(folder.resolve("plan.yaml"), """
                data: %s
                label: verdict
                benign: [good]
                seed: [1, 2]
                attacks: [label-flip, mimicry, verdict-drop, label-only-evasion]
                defences: [nearest-neighbour-filter, [nearest-neighbour-filter, adversarial-training]]
                victims: 8
                """.formatted(data));
        Path one = folder.resolve("one");
        Terminal.Result result = assess(one);
        assertThat(result.code()).as(result.err()).isZero();
        whole = findings(one);
    }

    private static List<Object> shards(int of, String name, Object... more) {
        List<Object> merge = new ArrayList<>(List.of("merge"));
        for (int i = 1; i <= of; i++) {
            Path part = folder.resolve(name + i);
            List<Object> options = new ArrayList<>(List.of("--shard", i + "/" + of));
            options.addAll(List.of(more));
            Terminal.Result shard = assess(part, options.toArray());
            assertThat(shard.code()).as(shard.err()).isZero();
            assertThat(shard.out()).contains("shard %d/%d: ".formatted(i, of), "gauntlet merge");
            merge.add(part);
        }
        return merge;
    }

    private static Terminal.Result merged(List<Object> merge, Path out) {
        List<Object> words = new ArrayList<>(merge);
        words.addAll(List.of("--out", out));
        return Terminal.run(words.toArray());
    }

    @Test
    void shardsGiveTheFindingsOfOneProcessToTheByte() throws IOException {
        List<Object> three = shards(3, "three", "--threads", 1);
        Path joined = folder.resolve("joined3");
        Terminal.Result result = merged(three, joined);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(findings(joined)).isEqualTo(whole);
        assertThat(joined.resolve("report.html")).exists();
        List<Object> shared = shards(5, "five", "--threads", 2, "--store", folder.resolve("trained"));
        Path again = folder.resolve("joined5");
        assertThat(merged(shared, again).code()).isZero();
        assertThat(findings(again)).isEqualTo(whole);
    }

    @Test
    void everyTableThatFindingsNameIsThereThatOfAWorstCaseToo() throws IOException {
        Path run = folder.resolve("worst");
        Path data = Terminal.table(folder.resolve("worst.csv"), 600);
        List<Object> words = new ArrayList<>(
                List.of("assess", "--data", data, "--label", "verdict", "--benign", "good", "--out", run));
        words.addAll(List.of("--attacks", "mimicry,transfer-evasion,label-only-evasion", "--arm-seeds", 2));
        words.addAll(List.of("--defences", "adversarial-training", "--budget", "queries=2,eps=0.3"));
        assertThat(Terminal.run(words.toArray()).code()).isZero();
        String findings = Files.readString(run.resolve("findings.json"));
        assertThat(findings).contains("evasion-worst-case");
        Matcher lists = Pattern.compile("\"victims\" : \\[([^]]*)]").matcher(findings);
        Set<String> named = new TreeSet<>();
        while (lists.find()) {
            Matcher digest = Pattern.compile("[0-9a-f]{64}").matcher(lists.group(1));
            while (digest.find()) {
                named.add(digest.group() + ".csv");
            }
        }
        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(run.resolve("victims/" + name)).exists());
    }

    @Test
    void aShardThatWasKilledIsResumed() throws IOException {
        List<Object> two = shards(2, "killed");
        Path second = folder.resolve("killed2");
        String journal = Files.readString(second.resolve("journal.jsonl"));
        Files.writeString(second.resolve("journal.jsonl"), journal.substring(0, journal.length() / 2));
        Terminal.Result missing =
                Terminal.refused("merge", folder.resolve("killed1"), second, "--out", folder.resolve("unfinished"));
        assertThat(missing.err()).containsPattern("\\d+ of \\d+ results are missing, for example ");
        assertThat(folder.resolve("unfinished/findings.json")).doesNotExist();
        Terminal.Result resumed = Terminal.run("resume", second);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("shard 2/2: ");
        assertThat(second.resolve("findings.json")).doesNotExist();
        Path joined = folder.resolve("resumed");
        assertThat(merged(two, joined).code()).isZero();
        assertThat(findings(joined)).isEqualTo(whole);
    }

    @Test
    void foldersThatDoNotBelongTogetherAreRefusedAllAtOnce() throws IOException {
        Path part = folder.resolve("odd1");
        assertThat(assess(part, "--shard", "1/2", "--attacks", "verdict-drop").code())
                .isZero();
        assertThat(Terminal.refused("assess", plan, "--out", part, "--shard", "2/2", "--attacks", "verdict-drop")
                        .err())
                .contains("--shard 2/2: " + part + " is the folder of shard 1/2");
        Path other = folder.resolve("odd2");
        assertThat(assess(other, "--shard", "2/2", "--attacks", "label-flip").code())
                .isZero();
        Path built = Files.createDirectories(folder.resolve("odd3"));
        Files.copy(part.resolve("plan.yaml"), built.resolve("plan.yaml"));
        Files.writeString(
                built.resolve("shard.json"),
                Files.readString(part.resolve("shard.json")).replaceAll("[0-9a-f]{64}", "0".repeat(64)));
        assertThat(Terminal.refused("merge", part, other, built, folder.resolve("one"))
                        .err())
                .contains(
                        other + ": is of another plan than " + part,
                        built + ": another build of Gauntlet",
                        folder.resolve("one") + ": holds no shard");
        assertThat(Terminal.refused("merge", part, "--out", part).err()).contains("is the folder of a shard");
    }

    @Test
    void whatCannotBeSharedIsRefused() throws IOException {
        assertThat(Terminal.refused("assess", plan, "--shard", "3/2", "--out", folder.resolve("x"))
                        .err())
                .contains("--shard 3/2: must be");
        assertThat(Terminal.refused("assess", plan, "--shard", "1/2").err()).contains("needs a folder of its own");
        assertThat(Terminal.refused(
                                "assess",
                                plan,
                                "--shard",
                                "1/2",
                                "--out",
                                folder.resolve("x"),
                                "--model",
                                "kserve:http://localhost:1/v2/models/x")
                        .err())
                .contains("runs elsewhere");
        Path searched = Files.writeString(
                folder.resolve("searched.yaml"),
                Files.readString(plan)
                        + "pipeline: {algorithms: [decision-tree], search: {how: random, trials: 3, seconds: 60}}\n");
        assertThat(Terminal.refused("assess", searched, "--shard", "1/2", "--out", folder.resolve("x"))
                        .err())
                .contains("the search is limited by time");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static Path firstTable(Path part) throws IOException {
        try (Stream<Path> tables = Files.list(part.resolve("victims"))) {
            return tables.sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void anAlteredTableOfVictimsDoesNotHideThatOfAnotherShard() throws IOException {
        List<Object> two = shards(2, "altered");
        Path table = firstTable(folder.resolve("altered2"));
        Path copy = folder.resolve("altered1/victims").resolve(table.getFileName());
        Files.writeString(copy, Files.readString(table) + "99,1\n");
        Path joined = folder.resolve("unaltered");
        Terminal.Result result = merged(two, joined);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(findings(joined)).isEqualTo(whole);
        assertThat(joined.resolve("victims").resolve(table.getFileName())).hasSameTextualContentAs(table);
    }

    @Test
    void aCellThatFailedInItsShardIsTriedAgainAndNotMissing() throws IOException {
        List<Object> two = shards(2, "failed");
        Path journal = folder.resolve("failed2/journal.jsonl");
        List<String> lines = Files.readAllLines(journal);
        Files.delete(journal);
        Journal written = Journal.open(journal);
        written.add("failed " + lines.get(0).split("\t")[0], "too few rows");
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\t");
            written.add(parts[0], parts[1]);
        }
        Path joined = folder.resolve("again");
        Terminal.Result result = merged(two, joined);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(findings(joined)).isEqualTo(whole);
    }

    @Test
    void aFolderIsOfAShardFromTheFirstFitOfASearchUntilItIsOfAWholeRun() throws IOException {
        Path searched = Files.writeString(
                folder.resolve("unlimited.yaml"),
                Files.readString(plan)
                        + "pipeline: {algorithms: [decision-tree], search: {how: random, trials: 2, folds: 2}}\n");
        Path part = folder.resolve("stopped");
        Terminal.refused(
                "assess",
                searched,
                "--shard",
                "1/2",
                "--out",
                part,
                "--fail-on",
                "indirect.attacked.damage>0.1",
                "--attacks",
                "chaff-connections,verdict-drop");
        assertThat(part.resolve("plan.yaml")).as("the fits are kept").exists();
        assertThat(Shard.in(part)).contains(new Shard(1, 2));
        assertThat(Terminal.run("assess", searched, "--attacks", "verdict-drop", "--out", part)
                        .code())
                .isZero();
        assertThat(Shard.in(part)).isEmpty();
        assertThat(Terminal.run("resume", part).out()).contains("report.html");
    }

    @Test
    void numbersAndPlacesThatCannotBeAreRefused() throws IOException {
        Path out = folder.resolve("odd");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(Terminal.refused("resume", folder.resolve("one"), "--threads", -3)
                        .err())
                .contains("--threads must be in [1, 1024] but is -3");
        assertThat(Terminal.refused("assess", plan, "--out", out, "--store", file)
                        .err())
                .contains(file + ": is a file; choose a folder with --store");
        assertThat(Terminal.refused("assess", plan, "--out", out, "--store-size", -1)
                        .err())
                .contains("--store-size must be 0 or more");
        assertThat(Terminal.refused("assess", plan, "--out", out, "--budget", "principals=2.5")
                        .err())
                .contains("principals must be a whole number but is 2.5");
        assertThat(Terminal.refused("assess", plan, "--out", out, "--budget", "principals=1e8")
                        .err())
                .contains("principals must be in [1, 1000000]");
        Path half =
                Files.writeString(folder.resolve("half.yaml"), Files.readString(plan) + "budget: {principals: 2.5}\n");
        assertThat(Terminal.refused("assess", half, "--out", out).err()).contains("must be a whole number but is 2.5");
        assertThat(out).doesNotExist();
    }
}
