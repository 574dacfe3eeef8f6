package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.app.data.CsvField;
import dev.gauntlet.app.data.LeftOut;
import dev.gauntlet.app.detector.SignedModel;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.BlackBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where an assessment leaves its files. Each is written aside and moved into place whole. */
public record RunFolder(Path path) {
    /** The results of cells. */
    public static final String JOURNAL = "journal.jsonl";
    /** The fits of searches. */
    public static final String FITS = "trials.jsonl";

    static final String PLAN = "plan.yaml";
    static final String FINDINGS = "findings.json";
    private static final int SHOWN = 5;
    private static final String COMMAND = "command.txt";
    static final String REPORT = "report.html";
    static final String STORE = "store";
    private static final String REPLAYS = "evasions";

    /**
     * How long a run took, in seconds, and by which attacks.
     *
     * @param results how often costly results were asked for and computed, by kind
     */
    public record Timings(
            double prepare,
            double campaign,
            int threads,
            SortedMap<String, Double> attacks,
            SortedMap<String, Store.Use> results) {
        String json() {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "{\"prepareSeconds\": %.1f, \"campaignSeconds\": %.1f, \"threads\": %d, \"attackSeconds\": {",
                    prepare,
                    campaign,
                    threads));
            String comma = "";
            for (var attack : attacks.entrySet()) {
                text.append(String.format(Locale.ROOT, "%s\"%s\": %.1f", comma, attack.getKey(), attack.getValue()));
                comma = ", ";
            }
            text.append("}, \"results\": {");
            comma = "";
            for (var result : results.entrySet()) {
                text.append("%s\"%s\": {\"askedFor\": %d, \"computed\": %d}"
                        .formatted(
                                comma,
                                result.getKey(),
                                result.getValue().asked(),
                                result.getValue().made()));
                comma = ", ";
            }
            return text.append("}}\n").toString();
        }
    }

    /** Makes the folder and writes the plan into it; what follows from another plan is removed, but not its journal. */
    public void begin(Plan plan) {
        begin(plan, "");
    }

    /**
     * The same.
     *
     * @param command what makes it, if not {@code assess}
     */
    public void begin(Plan plan, String command) {
        remove(RunSeal.FILE);
        if (command.isEmpty()) {
            remove(COMMAND);
        } else {
            write(COMMAND, command + "\n");
        }
        Path plans = path.resolve(PLAN);
        if (Files.exists(plans) && !PlanFile.read(plans).digest().equals(plan.digest())) {
            List.of(FINDINGS, "findings.csv", REPORT, "timings.json").forEach(name -> remove(path.resolve(name)));
            removeReplays(Set.of());
        }
        write(PLAN, PlanFile.text(plan));
    }

    /** The command that makes this run; {@code assess} where nothing else is said. */
    public String command() {
        Path file = path.resolve(COMMAND);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "assess";
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        }
    }

    /** Removes the changed rows of other attacks than these. */
    private void removeReplays(Set<String> kept) {
        Path folder = path.resolve(REPLAYS);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> !kept.contains(file.getFileName().toString()))
                        .filter(file -> file.toString().endsWith(".csv"))
                        .forEach(RunFolder::remove);
            } catch (IOException e) {
                throw new InputException(folder + ": cannot be read: " + e.getMessage());
            }
        }
    }

    private static void remove(Path file) {
        try {
            Disk.current().delete(file);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be removed: " + e.getMessage());
        }
    }

    /** Removes one file, if it is there. */
    void remove(String name) {
        remove(path.resolve(name));
    }

    /**
     * Writes everything that follows from an assessment.
     *
     * @param report makes the text of {@code report.html}, from what {@code findings.json} states
     * @param key signs it, if there is one
     */
    public void write(
            Assessment assessment,
            AssessedSystem prepared,
            Timings timings,
            Function<Assessment, String> report,
            Optional<SigningKey> key) {
        write("schema.yaml", SchemaFile.text(prepared.table()));
        write(FINDINGS, FindingsJson.text(assessment));
        write("findings.csv", csv(assessment));
        write("timings.json", timings.json());
        write("left-out.csv", LeftOut.csv(prepared.leftOut()));
        VictimFiles victims = new VictimFiles(this);
        assessment.findings().stream()
                .flatMap(finding -> finding.arms().stream())
                .forEach(victims::write);
        Sources sources = Sources.of(assessment, prepared.lab().parts());
        if (sources.isEmpty()) {
            remove(Sources.FILE);
        } else {
            write(Sources.FILE, sources.text());
        }
        Set<String> replays = new HashSet<>();
        for (Finding finding : assessment.findings()) {
            if (!finding.examples().isEmpty()) {
                String name = finding.attack().id() + ".csv";
                write(REPLAYS + "/" + name, replay(finding, assessment.schema()));
                replays.add(name);
            }
        }
        removeReplays(replays);
        if (!(prepared.lab().model().kernel() instanceof BlackBox)) {
            new SignedModel(prepared.bundle(assessment)).write(path.resolve("model"));
        }
        write(REPORT, report.apply(stated()));
        new RunSeal(this).write(key);
    }

    /**
     * The assessment this folder holds.
     *
     * @throws InputException if there is none, or its findings do not follow from their arms
     */
    public Assessment read() {
        Path findings = path.resolve(FINDINGS);
        if (!Files.exists(findings)) {
            throw new InputException(path + ": has no findings.json; finish the run with: gauntlet resume " + path);
        }
        Assessment assessment = stated();
        Problems problems = new Problems();
        new RunAudit(this).findings(assessment).stream().limit(SHOWN).forEach(problems::add);
        if (!problems.isEmpty()) {
            problems.add("restore a copy, or make the findings again from the stored results: gauntlet resume " + path);
        }
        problems.throwIfAny();
        return assessment;
    }

    /** The assessment as findings.json states it. */
    Assessment stated() {
        Path findings = path.resolve(FINDINGS);
        try {
            Schema schema = SchemaFile.read(path.resolve("schema.yaml")).schema();
            return FindingsJson.read(Files.readString(findings), schema);
        } catch (IOException e) {
            throw new InputException(findings + ": cannot be read as UTF-8 text");
        }
    }

    /** Where the costly results of an unfinished run are. */
    public Path store() {
        return path.resolve(STORE);
    }

    /** Writes one text file aside and moves it into place. */
    public void write(String name, String text) {
        Path file = path.resolve(name);
        WholeFile.makeFolder(file.resolveSibling(""));
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String csv(Assessment assessment) {
        StringBuilder text = new StringBuilder("finding,attack,defence,phase,outcome,arm,measure,damage,low,high,n\n");
        for (Finding finding : assessment.findings()) {
            for (Arm arm : finding.arms()) {
                Interval d = arm.damage();
                text.append(String.format(
                        Locale.ROOT,
                        "%s,%s,%s,%s,%s,%s,%s,%.6f,%.6f,%.6f,%d\n",
                        finding.id(),
                        finding.attack().id(),
                        finding.defence().orElse(""),
                        finding.attack().phase().id(),
                        finding.outcome().name().toLowerCase(Locale.ROOT),
                        arm.name().id(),
                        CsvField.of(finding.measure()),
                        d.value(),
                        d.low(),
                        d.high(),
                        d.n()));
            }
        }
        return text.toString();
    }

    /** Two lines per example in the input's own columns: the row as it was and as it was changed. */
    private static String replay(Finding finding, Schema schema) {
        StringBuilder text = new StringBuilder("row,version,probability,cost,queries");
        for (Feature feature : schema.features()) {
            text.append(',').append(CsvField.of(feature.name()));
        }
        text.append('\n');
        for (Finding.Example example : finding.examples()) {
            for (boolean changed : new boolean[] {false, true}) {
                text.append(String.format(
                        Locale.ROOT,
                        "%d,%s,%.9f,%.9f,%d",
                        example.row(),
                        changed ? "changed" : "original",
                        changed ? example.probabilityAfter() : example.probabilityBefore(),
                        changed ? example.cost() : 0,
                        changed ? example.queries() : 0));
                var values = changed ? example.after() : example.before();
                for (int j = 0; j < values.size(); j++) {
                    text.append(',').append(CsvField.of(schema.feature(j).text(values.get(j))));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
