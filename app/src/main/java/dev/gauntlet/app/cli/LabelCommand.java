package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.RecordsFile;
import dev.gauntlet.adapters.label.Alerts;
import dev.gauntlet.adapters.label.Indicators;
import dev.gauntlet.adapters.label.SqlRule;
import dev.gauntlet.app.run.LabelNoise;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.LabelAudit;
import dev.gauntlet.process.label.Labeller;
import dev.gauntlet.process.label.Labelling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The label step by itself: says what each record is, how far the labellers agree, and which labels to look at. */
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

    @Option(names = "--column", paramLabel = "COLUMN", description = "a column somebody filled; repeats")
    private List<String> columns = List.of();

    @Option(
            names = "--rule",
            paramLabel = "LABEL:EXPRESSION",
            description = "a label where an expression in SQL over the columns is true; repeats")
    private List<String> rules = List.of();

    @Option(
            names = "--alerts",
            paramLabel = "FILE",
            description = "Suricata's eve.json, or a table of time, both ends, protocol and kind; repeats")
    private List<Path> alerts = List.of();

    @Option(
            names = "--indicators",
            paramLabel = "FILE",
            description = "a table of indicator and kind; a record that holds one is of that kind; repeats")
    private List<Path> indicators = List.of();

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "how long before or after a connection its alert may fall (default 60)")
    private double window = 60;

    @Option(names = "--combine", paramLabel = "WAY", description = "majority (default), weighted or dawid-skene")
    private String combine = "majority";

    @Option(
            names = "--weight",
            paramLabel = "NAME=NUMBER",
            description = "what a labeller counts, a column, rule or file by its name; else 1; repeats")
    private List<String> weighted = List.of();

    @Option(names = "--otherwise", paramLabel = "LABEL", description = "of records nobody speaks of; else unlabelled")
    private @Nullable String otherwise;

    @Option(names = "--benign", paramLabel = "LABEL", description = "what means benign to --audit (default benign)")
    private String benign = "benign";

    @Option(names = "--audit", paramLabel = "N", description = "list the N labels that look most wrong")
    private int audit;

    @Option(names = "--into", paramLabel = "COLUMN", description = "the column the label is written to (default label)")
    private String into = "label";

    @Option(names = "--out", paramLabel = "FILE", description = "csv, jsonl or parquet by its name; .gz and .zst too")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Labelling.Combine way = way();
        if (!(window >= 0 && window <= 1e9)) {
            throw new InputException("--window must be in [0, 1e9] seconds but is " + window);
        }
        Map<String, Double> weights = weights();
        List<Labeller> labellers = labellers(weights);
        Records records = new FileSource(file).read(Run.seeded(1));
        Labelling labelling = labelled(records, labellers, way, weights);
        PrintWriter say = spec.commandLine().getOut();
        tell(labelling, labellers, say);
        Records labelledRecords = with(records, labelling.labels());
        if (audit > 0) {
            audit(labelledRecords, say);
        }
        if (out != null) {
            RecordsFile.write(labelledRecords, out);
            say.printf("Written to %s, label in column %s%n", out, into);
        }
        say.flush();
        return Gauntlet.DONE;
    }

    private Labelling.Combine way() {
        List<String> ways = List.of("majority", "weighted", "dawid-skene");
        if (!ways.contains(combine)) {
            throw new InputException("--combine must be one of %s but is %s%s"
                    .formatted(ways, combine, Problems.didYouMean(combine, ways)));
        }
        return Labelling.Combine.valueOf(combine.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** By name; a rule's may hold {@code =} itself, so the last one counts. */
    private Map<String, Double> weights() {
        Map<String, Double> weights = new TreeMap<>();
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

    private List<Labeller> labellers(Map<String, Double> weights) {
        List<Labeller> labellers = new ArrayList<>();
        columns.forEach(column -> labellers.add(Labeller.column(column)));
        rules.forEach(rule -> labellers.add(SqlRule.parse(rule)));
        alerts.forEach(path -> labellers.add(Alerts.read(path, window)));
        indicators.forEach(path -> labellers.add(Indicators.read(path)));
        if (!weights.isEmpty() && !combine.equals("weighted")) {
            throw new InputException("--weight counts only with --combine weighted");
        }
        if (labellers.isEmpty()) {
            throw new InputException("nobody says what a record is: give --column, --rule, --alerts or --indicators");
        }
        List<String> names = labellers.stream().map(Labeller::name).toList();
        for (String name : weights.keySet()) {
            if (!names.contains(name)) {
                throw new InputException("--weight %s: there is no such labeller%s; there are %s"
                        .formatted(name, Problems.didYouMean(name, names), names));
            }
        }
        return labellers;
    }

    private Labelling labelled(
            Records records, List<Labeller> labellers, Labelling.Combine way, Map<String, Double> weights) {
        try {
            return Labelling.of(records, labellers, way, weights, Optional.ofNullable(otherwise));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage());
        }
    }

    private static void tell(Labelling labelling, List<Labeller> labellers, PrintWriter say) {
        Map<String, Integer> counts = new TreeMap<>();
        labelling.labels().forEach(label -> counts.merge(label.isEmpty() ? "(unlabelled)" : label, 1, Integer::sum));
        counts.forEach((label, count) -> say.printf("%10d  %s%n", count, label));
        if (labellers.size() > 1) {
            say.printf(
                    Locale.ROOT,
                    "agreement (Fleiss' kappa) %.3f%n",
                    labelling.votes().kappa());
        }
        for (int l = 0; l < labellers.size(); l++) {
            say.printf(
                    Locale.ROOT,
                    "%s: speaks of %d, estimated to be wrong in %.3f of them%n",
                    labellers.get(l).name(),
                    labelling.spoken().get(l),
                    labelling.consensus().error().get(l));
        }
    }

    private Records with(Records records, List<String> labels) {
        Column column = Column.texts(into, labels.toArray(String[]::new));
        if (records.find(into).isPresent()) {
            return records.with(column);
        }
        List<Column> all = new ArrayList<>(records.columns());
        all.add(column);
        return Records.of(all)
                .withRoles(records.time().map(Column::name), records.source().map(Column::name));
    }

    private void audit(Records records, PrintWriter say) {
        List<String> asked = new ArrayList<>(columns);
        asked.remove(into);
        LabelAudit found = LabelNoise.of(records, into, benign, asked, Run.seeded(1));
        say.printf(
                Locale.ROOT,
                "labels that look wrong: %.3f [%.3f %.3f] of benign, %.3f [%.3f %.3f] of malicious%n",
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
                        "  row %d: labelled %s, probability of malice %.3f%n",
                        s.id() + 1,
                        records.column(into).text((int) s.id()),
                        s.probability()));
    }
}
