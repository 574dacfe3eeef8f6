package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.app.assess.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run folder in which somebody altered something. */
final class AlteredRunTest {
    @TempDir
    static Path folder;

    private static Path whole = Path.of("");

    @BeforeAll
    static void runOnce() throws IOException {
        Path data = Terminal.table(folder.resolve("table.csv"), 600);
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
            data: %s
            label: verdict
            benign: [good]
            attacks: [label-flip, mimicry, transfer-evasion, verdict-drop]
            defences: [nearest-neighbour-filter, chained-mac]
            victims: 20
            """.formatted(data));
        whole = folder.resolve("whole");
        Terminal.Result result = Terminal.run("assess", plan, "--out", whole);
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(whole.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        String altered = text.replaceFirst(from, to);
        assertThat(altered).isNotEqualTo(text);
        Files.writeString(file, altered);
    }

    private static void notIntact(Path run, String... parts) {
        Terminal.Result result = Terminal.run("verify", run);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out()).contains(run + ": not intact").contains(parts);
    }

    @Test
    void aRunThatNobodyTouchedIsIntact() throws IOException {
        Terminal.Result result = Terminal.run("verify", whole);
        assertThat(result.out()).startsWith(whole + ": intact\n").contains("whoever can write to the folder can forge");
        assertThat(result.code()).isZero();
        Path reported = copy("reported");
        assertThat(Terminal.run("report", reported).code()).isZero();
        assertThat(Terminal.run("verify", reported).code()).isZero();
    }

    @Test
    void findingsWithoutTheirReportAreNotIntact() throws IOException {
        Path run = copy("unreported");
        Files.delete(run.resolve("report.html"));
        notIntact(run, run.resolve("report.html") + ": is missing; write it again with: gauntlet report " + run);
        assertThat(Terminal.run("report", run).code()).isZero();
        assertThat(Terminal.run("verify", run).code()).isZero();
    }

    @Test
    void repetitionsAndSeedsAreJudgedAnewToo() throws IOException {
        Path run = folder.resolve("seeds");
        Terminal.Result made =
                Terminal.run("assess", folder.resolve("plan.yaml"), "--out", run, "--arm-seeds", 1, "--seed", "1,2,3");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(Terminal.run("verify", run).out()).startsWith(run + ": intact\n");
        assertThat(Terminal.run("report", run).code()).isZero();
        Path repeated = copy("repeated");
        edit(
                repeated.resolve("findings.json"),
                "\"each\" : \\[ \\{\\s+\"value\" : [0-9.]+",
                "\"each\" : [ {\"value\" : 0.123");
        notIntact(repeated, "is not that of its victims or repetitions");
        edit(
                run.resolve("findings.json"),
                "(\"repeats\" : \\[ \\{\\s+\"seed\" : 1,\\s+\"outcome\" : )\"[A-Z]+\"",
                "$1\"FAILED\"");
        assertThat(Terminal.refused("report", run).err()).contains("but its arms show failed");
    }

    @Test
    void anOutcomeThatItsArmsDoNotShowIsRefused() throws IOException {
        Path run = copy("outcome");
        edit(run.resolve("findings.json"), "\"outcome\" : \"OPEN\"", "\"outcome\" : \"HELD\"");
        Terminal.Result refused = Terminal.refused("report", run);
        assertThat(refused.err())
                .contains(
                        "findings.json: verdict-drop", "it is held, but its arms show open", "gauntlet resume " + run);
        notIntact(run, "verdict-drop", "it is held, but its arms show open");
        assertThat(Terminal.run("resume", run).code()).isZero();
        assertThat(run.resolve("findings.json")).hasSameBinaryContentAs(whole.resolve("findings.json"));
        assertThat(Terminal.run("verify", run).code()).isZero();
    }

    @Test
    void everyNumberThatDecidesIsChecked() throws IOException {
        List<String> edits = List.of(
                "(\"comparison\" : \\{\\s+\"beyondRandom\" : \\{\\s+\"value\" : )[-0-9.E]+",
                "(\"p\" : )[-0-9.E]+",
                "(\"compared\" : )[0-9]",
                "(\"tolerance\" : )[0-9.]+",
                "(\"name\" : \"ATTACKED\",\\s+\"damage\" : \\{\\s+\"value\" : )[-0-9.E]+");
        for (int i = 0; i < edits.size(); i++) {
            Path run = copy("number" + i);
            edit(run.resolve("findings.json"), edits.get(i), i == 2 ? "$177" : "$10.777");
            assertThat(Terminal.refused("report", run).err()).as(edits.get(i)).contains("findings.json");
            assertThat(Terminal.run("verify", run).code()).as(edits.get(i)).isEqualTo(1);
        }
    }

    @Test
    void aFactThatTheJournalDoesNotHaveIsNamed() throws IOException {
        Path run = copy("fact");
        edit(
                run.resolve("findings.json"),
                "(?s)(\"id\" : \"mimicry.*?\"facts\" : \\{\\s+\"[a-zA-Z]+\" : \\{\\s+\"value\" : )[-0-9.E]+",
                "$10.777");
        Files.delete(run.resolve("signature.json"));
        notIntact(run, "findings.json: ", "no line of journal.jsonl has the result of its arm");
    }

    @Test
    void everyFileThatIsAlteredAddedOrRemovedIsNamed() throws IOException {
        for (String name :
                List.of("findings.csv", "schema.yaml", "left-out.csv", "journal.jsonl", "model/detector.zip")) {
            Path run = copy("file-" + name.replaceAll("[^a-z]", "-"));
            byte[] bytes = Files.readAllBytes(run.resolve(name));
            bytes[bytes.length - 2] ^= 1;
            Files.write(run.resolve(name), bytes);
            notIntact(run, run.resolve(name) + ": was altered since the run ended");
            Files.delete(run.resolve(name));
            notIntact(run, run.resolve(name) + ": was removed since the run ended");
        }
        Path run = copy("file");
        Files.writeString(run.resolve("victims/x.csv"), "");
        notIntact(run, "x.csv: was added since the run ended");
        Files.delete(run.resolve("victims/x.csv"));
        edit(run.resolve("report.html"), "label-flip", "label-flop");
        notIntact(run, "report.html: is not the report of the findings");
        assertThat(Terminal.run("report", run).code()).isZero();
        assertThat(Terminal.run("verify", run).code()).isZero();
        Files.delete(run.resolve("signature.json"));
        notIntact(run, "signature.json: is missing");
    }

    @Test
    void onlyAKeyShowsWhoRecomputedEverything() throws IOException {
        Path keys = Files.createDirectories(folder.resolve("keys"));
        SigningKey.make("soc").write(keys, Optional.empty());
        SigningKey.make("other").write(keys, Optional.empty());
        Path run = copy("signed");
        Terminal.Result made = Terminal.run("resume", run, "--key", keys.resolve("soc.key"));
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(run.resolve("findings.json")).hasSameBinaryContentAs(whole.resolve("findings.json"));
        assertThat(Terminal.run("verify", run, "--trust", keys.resolve("soc.pub"))
                        .code())
                .isZero();
        assertThat(Terminal.run("verify", run, "--trust", keys.resolve("other.pub"))
                        .out())
                .contains("signature.json: is signed by another key");
        assertThat(Terminal.run("verify", whole, "--trust", keys.resolve("soc.pub"))
                        .out())
                .contains("signature.json: is not signed");
        Path csv = run.resolve("findings.csv");
        Files.writeString(csv, Files.readString(csv) + "x\n");
        String seal = Files.readString(run.resolve("signature.json"));
        Files.writeString(
                run.resolve("signature.json"),
                seal.replaceFirst(
                        "(\"findings.csv\" : \")[0-9a-f]{64}", "$1" + BundleFile.sha(Files.readAllBytes(csv))));
        assertThat(Terminal.run("verify", run).code()).isZero();
        Terminal.Result forged = Terminal.run("verify", run, "--trust", keys.resolve("soc.pub"));
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.out()).contains("signature.json: was altered: its signature does not fit");
    }

    @Test
    void aLineOfTheJournalThatIsForgedIsMeasuredAgain() throws IOException {
        Path run = copy("forged");
        Path file = run.resolve("journal.jsonl");
        List<String> lines = Files.readAllLines(file);
        int at = IntStream.range(1, lines.size() - 1)
                .filter(i -> lines.get(i).contains("\"ATTACKED\""))
                .findFirst()
                .orElseThrow();
        Path other = Files.write(folder.resolve("other.jsonl"), lines.subList(0, at));
        String[] parts = lines.get(at).split("\t");
        Journal.open(other).add(parts[0], parts[1].replaceFirst("\"value\":[-0-9.E]+", "\"value\":0.5"));
        List<String> forged = new ArrayList<>(Files.readAllLines(other));
        assertThat(forged.get(at)).isNotEqualTo(lines.get(at));
        forged.addAll(lines.subList(at + 1, lines.size()));
        Files.write(file, forged);
        notIntact(run, "journal.jsonl, line %d: does not follow from the line before it".formatted(at + 2));
        Terminal.Result resumed = Terminal.run("resume", run);
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err())
                .contains("journal.jsonl, line %d: does not follow".formatted(at + 2), "computed again");
        Terminal.Result again = Terminal.run("verify", run);
        assertThat(again.code()).as(again.out()).isZero();
        assertThat(again.out()).contains("line %d: does not follow".formatted(at + 2), "it was not used");
        assertThat(run.resolve("findings.json")).hasSameBinaryContentAs(whole.resolve("findings.json"));
    }

    @Test
    void anAlteredTableOfVictimsIsNamed() throws IOException {
        Path run = copy("victims");
        Path table;
        try (Stream<Path> tables = Files.list(run.resolve("victims"))) {
            table = tables.sorted().findFirst().orElseThrow();
        }
        Files.writeString(table, Files.readString(table) + "99,1\n");
        notIntact(run, table.getFileName() + ": is not the table it is named by", "journal.jsonl, line ");
        assertThat(Terminal.refused("report", run).err()).contains("the table of the victims of its arm");
    }

    @Test
    void aShardIsIntactSoFarAndMergeNamesItsAlteredLines() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Path one = folder.resolve("part1");
        Path two = folder.resolve("part2");
        assertThat(Terminal.run("assess", plan, "--shard", "1/2", "--out", one).code())
                .isZero();
        assertThat(Terminal.run("assess", plan, "--shard", "2/2", "--out", two).code())
                .isZero();
        Terminal.Result intact = Terminal.run("verify", two);
        assertThat(intact.code()).as(intact.out()).isZero();
        assertThat(intact.out()).contains("intact so far; it has no findings yet");
        List<String> lines = new ArrayList<>(Files.readAllLines(two.resolve("journal.jsonl")));
        lines.remove(2);
        Files.write(two.resolve("journal.jsonl"), lines);
        notIntact(two, "journal.jsonl, line 3: does not follow");
        Terminal.Result missing = Terminal.refused("merge", one, two, "--out", folder.resolve("merged"));
        assertThat(missing.err())
                .contains(two.resolve("journal.jsonl") + ", line 3: does not follow", "3 of ", "results are missing");
        assertThat(Terminal.run("resume", two).code()).isZero();
        Path merged = folder.resolve("merged");
        assertThat(Terminal.run("merge", one, two, "--out", merged).code()).isZero();
        assertThat(merged.resolve("findings.json")).hasSameBinaryContentAs(whole.resolve("findings.json"));
        assertThat(Terminal.run("verify", merged).code()).isZero();
    }

    @Test
    void aFolderWithNothingToVerifyIsRefused() throws IOException {
        Path run = Files.createDirectories(folder.resolve("nothing"));
        Files.copy(folder.resolve("plan.yaml"), run.resolve("plan.yaml"));
        assertThat(Terminal.refused("verify", run).err()).contains("has neither findings.json nor journal.jsonl");
    }
}
