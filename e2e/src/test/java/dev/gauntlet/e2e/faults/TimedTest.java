package dev.gauntlet.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed with signal 9, and processes that write to the same place at once. */
final class TimedTest {
    private static final int MOMENTS = Integer.getInteger("faults.moments", Tally.ALL ? 20 : 1);
    private static final int PAIRS = Integer.getInteger("faults.pairs", Tally.ALL ? 10 : 1);
    private static final int COPIES = 150;

    @TempDir
    static Path shared;

    private static Path base = Path.of("");
    private static int folders;

    @BeforeAll
    static void prepare() throws IOException {
        base = Files.createDirectory(shared.resolve("base"));
        Job.prepare(base);
        List<String> lines = Files.readAllLines(base.resolve("table.csv"));
        List<String> many = new ArrayList<>(lines);
        for (int copy = 1; copy < COPIES; copy++) {
            many.addAll(lines.subList(1, lines.size()));
        }
        Files.write(base.resolve("many.csv"), many);
    }

    private static Path fresh() {
        Path folder = shared.resolve("timed" + ++folders);
        Folders.copy(base, folder);
        return folder;
    }

    private static Job job(String name, String command, String... same) {
        List<String> words = List.of(command.split(" "));
        return new Job(name, words, words, List.of(same), List.of());
    }

    /** Some that take a while; in a sample, two of them. */
    private static List<Job> jobs() {
        String labelled = " --label verdict --benign good ";
        List<Job> jobs = List.of(
                job("infer", "infer @detector.zip @many.csv --out @v.jsonl", "v.jsonl"),
                job(
                        "assess",
                        "assess --data @table.csv" + labelled + "--attacks label-flip,mimicry --arm-seeds 1 --out @run",
                        "run/findings.json"),
                job("train", "train --data @many.csv" + labelled + "--out @t.zip", "t.zip"),
                job("process", "process --data @table.csv" + labelled + "--out @run", "run/findings.json"));
        return MOMENTS > 1 ? jobs : jobs.subList(0, 2);
    }

    @Test
    void aProcessThatIsKilledAtAnyMomentIsContinued() {
        Tally tally = new Tally("killed at a moment");
        Random random = new Random(17);
        for (Job job : jobs()) {
            Path whole = fresh();
            long began = System.nanoTime();
            Said said = Program.start(whole, job.command(whole)).ended();
            long millis = (System.nanoTime() - began) / 1_000_000;
            SortedMap<String, String> wanted = Folders.content(whole, job.same());
            if (said.code() != 0 || wanted.isEmpty()) {
                throw new IllegalStateException(job.name() + ": " + said);
            }
            for (int moment = 0; moment < MOMENTS; moment++) {
                long after = (long) (random.nextDouble() * millis);
                Path folder = fresh();
                boolean killed = Program.start(folder, job.command(folder)).killed(after);
                Said again = Program.start(folder, job.again(folder)).ended();
                String harm = again.code() != 0
                        ? again.reason()
                        : Folders.content(folder, job.same()).equals(wanted) ? "" : "the output differs";
                tally.add(job.name() + ", " + (killed ? "killed" : "ended") + " within " + after + " ms", harm);
                Folders.remove(folder);
            }
        }
        tally.check();
    }

    /** Two at once: one writes, and the other one too, or is refused; nothing is mixed. */
    private String pair(String[] command, Path folder, List<String> same, SortedMap<String, String> wanted) {
        Program one = Program.start(folder, command);
        Program other = Program.start(folder, command);
        Said first = one.ended();
        Said second = other.ended();
        Set<Integer> codes = new HashSet<>(List.of(first.code(), second.code()));
        if (!codes.contains(0) || !Set.of(0, 2).containsAll(codes)) {
            return "exit codes " + codes + ": " + first.reason() + " / " + second.reason();
        }
        return Folders.content(folder, same).equals(wanted) ? "" : "the output differs from that of one alone";
    }

    @Test
    void ofTwoWritersOneWritesAndNothingIsMixed() {
        Tally tally = new Tally("two writers of one output");
        for (Job job : jobs()) {
            Path whole = fresh();
            Program.start(whole, job.command(whole)).ended();
            SortedMap<String, String> wanted = Folders.content(whole, job.same());
            for (int pair = 0; pair < PAIRS; pair++) {
                Path folder = fresh();
                tally.add(job.name(), pair(job.command(folder), folder, job.same(), wanted));
                Folders.remove(folder);
            }
        }
        tally.check();
    }

    @Test
    void twoRunsWithoutAFolderGetOneEach() {
        Tally tally = new Tally("two runs without --out");
        for (int pair = 0; pair < PAIRS; pair++) {
            Path folder = fresh();
            String[] command = {
                "assess",
                "--data",
                folder.resolve("table.csv").toString(),
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "label-flip",
                "--arm-seeds",
                "1"
            };
            Program one = Program.start(folder, command);
            Program other = Program.start(folder, command);
            Said first = one.ended();
            Said second = other.ended();
            Set<String> found = Folders.names(folder).stream()
                    .filter(name -> name.endsWith("findings.json"))
                    .map(name ->
                            Folders.content(folder, List.of(name)).toString().replaceAll(".*=", ""))
                    .collect(Collectors.toSet());
            long folders = Folders.names(folder).stream()
                    .filter(name -> name.endsWith("findings.json"))
                    .count();
            tally.add(
                    "pair " + pair,
                    first.code() == 0 && second.code() == 0 && folders == 2 && found.size() == 1
                            ? ""
                            : first.reason() + " / " + second.reason() + "; " + folders + " folders");
            Folders.remove(folder);
        }
        tally.check();
    }

    @Test
    void twoDeploymentsAreTwoVersions() {
        Tally tally = new Tally("two deployments at once");
        for (int pair = 0; pair < PAIRS; pair++) {
            Path folder = fresh();
            String registry = folder.resolve("registry").toString();
            String[] command = {
                "deploy",
                folder.resolve("detector.zip").toString(),
                "--registry",
                registry,
                "--key",
                folder.resolve("soc.key").toString()
            };
            Program one = Program.start(folder, command);
            Program other = Program.start(folder, command);
            Said first = one.ended();
            Said second = other.ended();
            long versions = Said.well("registry", "list", registry)
                    .out()
                    .lines()
                    .filter(line -> line.contains("candidate"))
                    .count();
            Said history = Said.by("registry", "history", registry);
            tally.add(
                    "pair " + pair,
                    first.code() == 0 && second.code() == 0 && versions == 3 && history.code() == 0
                            ? ""
                            : first.reason() + " / " + second.reason() + "; " + versions + " candidates");
            Folders.remove(folder);
        }
        tally.check();
    }
}
