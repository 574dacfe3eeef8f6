package dev.gauntlet.app.cli;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.assemble.Transform;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what there is. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists attacks, defences, trainers, transforms, metrics or sources, one per line.",
        footer = {"", "Example:", "  gauntlet list attacks", "More on one of them: gauntlet explain ID"})
final class ListCommand implements Callable<Integer> {
    enum Kind {
        ATTACKS,
        DEFENCES,
        TRAINERS,
        TRANSFORMS,
        METRICS,
        SOURCES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Map<String, String> KINDS = new TreeMap<>(Map.of(
            "attacks", "attacks, by the step of the process that they target",
            "defences", "defences, by the families of attacks that they cover",
            "trainers", "algorithms that train detectors",
            "transforms", "transforms that derive features from records, for derive",
            "metrics", "measures in reports, findings and gates",
            "sources", "supported formats and sources of data"));
    private static final Map<String, String> METRICS = new TreeMap<>(Map.ofEntries(
            Map.entry("damage", "the attacker's gain, in the measure of each finding"),
            Map.entry("success", "share of victims for which an evasion or flood succeeds, as re-checked by the trial"),
            Map.entry(
                    "recall",
                    "share of malicious rows that raise an alarm; under evasion, scaled from the victims to all test rows"),
            Map.entry("falsePositiveRate", "share of benign rows that raise an alarm"),
            Map.entry("precision", "share of alarms that are correct"),
            Map.entry("balancedAccuracy", "mean of recall and specificity"),
            Map.entry("mcc", "Matthews' correlation coefficient"),
            Map.entry("rocAuc", "probability that a malicious row scores above a benign one"),
            Map.entry("prAuc", "average precision"),
            Map.entry("alertsPerDay", "alarms per day over the days that the test rows span"),
            Map.entry("meanQueries", "queries per victim"),
            Map.entry("meanCost", "cost of a successful change, in the schema's units of cost"),
            Map.entry("meanSize", "size of a successful change in the attacker's norm (--norm l0, l1 or l2)"),
            Map.entry(
                    "distinctAlerts",
                    "alarms of a flood that are left if those that the same features explain are shown once"),
            Map.entry("distinctAlertsPerCost", "such alarms per unit of cost of all rows sent"),
            Map.entry(
                    "handledInTime",
                    "share of genuine alarms during a flood with which an analyst begins in time, highest scores first"),
            Map.entry("handledInTimeUnordered", "the same where the first alarm to come is taken first"),
            Map.entry(
                    "precisionInField",
                    "share of alarms that are genuine at the stated prevalence, with the flood of a day"),
            Map.entry("meanActions", "actions on raw records of a successful change"),
            Map.entry("meanBytes", "bytes that it pads"),
            Map.entry("meanSeconds", "seconds by which it delays and lengthens connections"),
            Map.entry("meanConnections", "connections that it adds"),
            Map.entry("meanParts", "labels, segments, parameters and words that it adds to a URL or name"),
            Map.entry("othersAlarmed", "other connections of the host that alarm because of it"),
            Map.entry("othersSilenced", "other connections of the host that do not alarm any more because of it"),
            Map.entry("recallAt", "recall at a false-positive rate of 0.01, 0.001 and 0.0001"),
            Map.entry(
                    "reliability",
                    "Brier score, expected calibration error, and the share of malicious rows by " + "probability"),
            Map.entry("field", "precision and alarms per day at the base rate stated in the plan"),
            Map.entry("rowsRefused", "rows returned by an attack that break the schema's rules or the budget")));
    private static final Map<String, String> SOURCES = new TreeMap<>(Map.ofEntries(
            Map.entry("simulated-network", "two weeks of an enterprise network in Zeek's conn.log fields; the default"),
            Map.entry(
                    "separated-text", "comma, tab, semicolon, pipe or space between fields, with or without a header"),
            Map.entry("parquet", "columns with their types; nested structures become columns with dotted names"),
            Map.entry("json", "one object per line, or a list of objects"),
            Map.entry("arff", "Weka's attributes and rows; sparse rows are not supported"),
            Map.entry(
                    "libsvm",
                    "a label and index:value pairs; absent values are 0 unless --absent missing is " + "given"),
            Map.entry("zeek", "Zeek's logs as text with header lines, or as JSON; rotated files in a folder"),
            Map.entry("suricata", "the flows of an eve.json; its alerts as labels with gauntlet label --alerts")));

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description =
                    "attacks, defences, trainers, transforms, metrics or sources; without it the kinds are listed")
    private @Nullable Kind kind;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (kind == null) {
            KINDS.forEach((name, text) -> out.printf("%-24s %s%n", name, text));
            out.printf("%nList one of them with: gauntlet list KIND%n");
            out.flush();
            return Main.DONE;
        }
        switch (kind) {
            case ATTACKS ->
                Catalogue.all(Attack.class).forEach(a -> line(out, a, a.phase().id()));
            case DEFENCES -> Catalogue.all(Defence.class).forEach(d -> line(out, d, against(d)));
            case TRAINERS -> Catalogue.all(Trainer.class).forEach(t -> line(out, t, ""));
            case TRANSFORMS -> Catalogue.all(Transform.class).forEach(t -> line(out, t, ""));
            case METRICS -> METRICS.forEach((name, text) -> out.printf("%-24s %s%n", name, text));
            case SOURCES -> SOURCES.forEach((name, text) -> out.printf("%-24s %s%n", name, text));
        }
        out.flush();
        return Main.DONE;
    }

    private static String against(Defence defence) {
        List<String> families = defence.against().stream().sorted().toList();
        return families.size() > 2 ? families.get(0) + " ..." : String.join(", ", families);
    }

    private static void line(PrintWriter out, Plugin plugin, String where) {
        out.printf("%-24s %-18s %s%n", plugin.id(), where, plugin.summary());
    }
}
