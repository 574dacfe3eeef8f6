package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.RecordsFile;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.app.data.LabelNoise;
import dev.gauntlet.app.plan.Labellers;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.LabelAudit;
import dev.gauntlet.process.label.Labelling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The label step by itself: labels records, reports how well the labellers agree, and which labels to review. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description = "Labels records by columns, rules, alerts and indicators, and writes them with their label.",
        footer = {
            "",
            "Examples:",
            "  gauntlet label conn.log --alerts eve.json --otherwise benign --out labelled.parquet",
            "  gauntlet label flows.csv --rule \"scan: conn_state = 'S0' and resp_pkts = 0\" --rule \"benign: service = 'dns'\"",
            "  gauntlet label triage.csv --column ann --column bob --column carl --combine dawid-skene --audit 10"
        })
final class LabelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the records; a folder or a pattern reads several files")
    private Path file = Path.of("");

    @Option(names = "--column", paramLabel = "COLUMN", description = "a column that contains labels; can be repeated")
    private List<String> columns = List.of();

    @Option(
            names = "--rule",
            paramLabel = "LABEL:EXPRESSION",
            description = "a label for rows where an SQL expression over the columns is true; can be repeated")
    private List<String> rules = List.of();

    @Option(
            names = "--alerts",
            paramLabel = "FILE",
            description = "Suricata's eve.json, or a table with time, addresses, ports, protocol and kind; can be "
                    + "repeated")
    private List<String> alerts = List.of();

    @Option(
            names = "--indicators",
            paramLabel = "FILE",
            description = "a list or table of indicators, Zeek's intel format or a STIX 2.1 bundle; FILE#COLUMN names "
                    + "the column; a record that contains one is labelled malicious, or with its kind; "
                    + "can be repeated")
    private List<String> indicators = List.of();

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "the largest time between a connection and its alert (default 60)")
    private double window = 60;

    @Option(names = "--combine", paramLabel = "WAY", description = "majority (default), weighted or dawid-skene")
    private String combine = "majority";

    @Option(
            names = "--weight",
            paramLabel = "NAME=NUMBER",
            description = "weight of a labeller, named by its column, rule or file (default 1); can be repeated")
    private List<String> weighted = List.of();

    @Option(
            names = "--otherwise",
            paramLabel = "LABEL",
            description = "label of records that no labeller labels " + "(default: unlabelled)")
    private @Nullable String otherwise;

    @Option(
            names = "--benign",
            paramLabel = "LABEL",
            description = "the label that means benign for --audit " + "(default benign)")
    private String benign = "benign";

    @Option(names = "--audit", paramLabel = "N", description = "list the N labels that are most likely wrong")
    private int audit;

    @Option(names = "--into", paramLabel = "COLUMN", description = "the column the label is written to (default label)")
    private String into = "label";

    @Option(names = "--out", paramLabel = "FILE", description = "csv, jsonl or parquet by its name; .gz and .zst too")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Labellers labellers = labellers();
        Records records = new FileSource(file, FileFormat.automatic().withTexts(columns)).read(Run.seeded(1));
        records.notes().stream().map(Printable::line).forEach(spec.commandLine().getErr()::println);
        Labelling labelling = labellers.of(records, file.toString());
        PrintWriter say = spec.commandLine().getOut();
        Labellers.told(labelling).stream().map(Printable::line).forEach(say::println);
        Records labelled = Labellers.with(records, labelling, into);
        if (audit > 0) {
            audit(labelled, say);
        }
        if (out != null) {
            RecordsFile.write(labelled, out);
            say.printf("Written to %s, label in column %s%n", out, into);
        }
        say.flush();
        return Main.DONE;
    }

    private Labellers labellers() {
        if (!(window >= 0 && window <= 1e9)) {
            throw new InputException("--window must be in [0, 1e9] seconds but is " + window);
        }
        Labellers labellers = new Labellers(
                columns, rules, alerts, indicators, window, way(), weights(), Optional.ofNullable(otherwise));
        if (labellers.isEmpty()) {
            throw new InputException("no labeller is given: add --column, --rule, --alerts or --indicators");
        }
        return labellers;
    }

    private Labelling.Combine way() {
        List<Labelling.Combine> ways = List.of(Labelling.Combine.values());
        List<String> words = ways.stream().map(YamlMap::word).toList();
        if (!words.contains(combine)) {
            throw new InputException("--combine must be one of %s but is %s%s"
                    .formatted(words, combine, Problems.didYouMean(combine, words)));
        }
        return ways.get(words.indexOf(combine));
    }

    /** By name; a rule's may hold {@code =} itself, so the last one counts. */
    private SortedMap<String, Double> weights() {
        SortedMap<String, Double> weights = new TreeMap<>();
        for (String text : weighted) {
            int at = text.lastIndexOf('=');
            if (at < 1) {
                throw new InputException("--weight %s: must be NAME=NUMBER, such as ann=2".formatted(text));
            }
            try {
                weights.put(text.substring(0, at).strip(), Double.valueOf(text.substring(at + 1)));
            } catch (NumberFormatException e) {
                throw new InputException("--weight %s: must be NAME=NUMBER, such as ann=2".formatted(text));
            }
        }
        return weights;
    }

    private void audit(Records records, PrintWriter say) {
        List<String> asked = new ArrayList<>(columns);
        asked.remove(into);
        LabelAudit found = LabelNoise.of(records, into, benign, asked, Run.seeded(1));
        say.printf(
                Locale.ROOT,
                "labels that are likely wrong: %.3f [%.3f %.3f] of benign, %.3f [%.3f %.3f] of malicious%n",
                found.benignNoise().value(),
                found.benignNoise().low(),
                found.benignNoise().high(),
                found.maliciousNoise().value(),
                found.maliciousNoise().low(),
                found.maliciousNoise().high());
        found.suspects().stream()
                .limit(audit)
                .forEach(s -> say.printf(
                        Locale.ROOT,
                        "  row %d: labelled %s, probability of being malicious %.3f%n",
                        s.id() + 1,
                        records.column(into).text((int) s.id()),
                        s.probability()));
    }
}
