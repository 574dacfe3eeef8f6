package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.app.detector.ForeignFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a bundle of another program's model. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a model of another program, shows what it is and what it can answer, and converts it to a "
                    + "bundle: ONNX; XGBoost's JSON, UBJSON and JSON dumps; LightGBM's text or JSON; "
                    + "scikit-learn's models and"
                    + " dense networks as JSON.",
            "",
            "An ONNX file is compared with its conversion on random rows and on rows at its thresholds; the "
                    + "largest difference is printed. If a part cannot be converted, it is named, and the file "
                    + "runs in ONNX Runtime as a black box (queries only); give such a file directly to "
                    + "--model. Without --schema the inputs are numbers without bounds, named as "
                    + "in the file or x0, x1 ... docs/models.md lists what can be read."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet import forest.onnx",
            "  gauntlet import boosted.ubj --schema flows.yaml --data flows.csv",
            "  gauntlet import phishing.json --benign legitimate",
            "  gauntlet import forest.onnx --schema flows.yaml --threshold 0.7 --out forest.zip",
            "then:",
            "  gauntlet assess --data flows.csv --model forest.zip"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the model file")
    private Path file = Path.of("");

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "what its inputs mean; in the model's order if the file does not name them")
    private @Nullable Path schema;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "rows from which to take values that the schema leaves open, such as scales; without a "
                    + "schema, also the kinds of the columns")
    private @Nullable Path data;

    @Option(
            names = "--benign",
            paramLabel = "CLASS",
            description = "the benign class, by its name in the file or by its number (default: the first)")
    private @Nullable String benign;

    @Option(
            names = "--threshold",
            paramLabel = "NUMBER",
            description = "the decision threshold; a score at or above it is malicious (default: log-odds 0, "
                    + "probability 0.5)")
    private @Nullable Double threshold;

    @Mixin
    private RoundsOption rounds = new RoundsOption();

    @Option(names = "--out", paramLabel = "FILE", description = "the bundle to write (default: none)")
    private @Nullable Path out;

    @Override
    public Integer call() {
        ForeignFile foreign;
        Optional<Integer> inputs = Optional.ofNullable(schema)
                .map(SchemaFile::read)
                .map(stated -> stated.schema().width());
        try (Progress progress =
                new Progress(spec.commandLine().getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            for (String unusual : ForeignFile.look(file)) {
                spec.commandLine().getErr().printf("%s: contains %s%n", file, unusual);
            }
            progress.say("reading the model and checking it against its own library");
            ForeignFile read = ForeignFile.read(file, rounds.rounds(), inputs);
            foreign = benign == null ? read : read.withBenign(benign);
        }
        List<String> matched = new ArrayList<>();
        TableSchema table = table(foreign, matched);
        Model natural = foreign.over(table.schema());
        Model model = threshold == null ? natural : natural.withThreshold(threshold);
        PrintWriter said = spec.commandLine().getOut();
        said.printf("%s: %s%n", Printable.line(file.toString()), foreign.model().format());
        foreign.model().notes().forEach(note -> said.printf("  %s%n", Printable.line(note)));
        matched.forEach(note -> said.printf("  %s%n", Printable.line(note)));
        said.print(Plural.format("  %d input[s], %s%n", model.kernel().inputs(), outputs(foreign.model(), model)));
        said.printf("  access for attacks: %s%n", Access.offered(model));
        foreign.agreement().ifPresent(agreed -> said.printf("  %s%n", agreed.sentence()));
        said.flush();
        if (out != null) {
            if (model.kernel() instanceof BlackBox) {
                throw new InputException(
                        "%s: a black box cannot be put in a bundle; leave out --out and use the file directly: --model %s"
                                .formatted(file, file));
            }
            TreeMap<String, String> provenance = new TreeMap<>();
            provenance.put("importedFrom", String.valueOf(file.getFileName()));
            provenance.put("importedFormat", foreign.model().format());
            provenance.put("importedSha256", foreign.sha256());
            new BundleFile(model, table, new BundleFacts(foreign.model().labels(), provenance, new TreeMap<>()))
                    .write(out);
            said.printf("%s: a bundle, threshold %s%n", out, model.threshold());
        }
        said.flush();
        return Main.DONE;
    }

    private static String outputs(ForeignModel foreign, Model model) {
        String classes = foreign.labels().isEmpty() ? "" : " (" + String.join(", ", foreign.labels()) + ")";
        return switch (model.scale()) {
            case NUMBER -> "the estimate of a quantity";
            case DISTANCE -> "a score; higher is more malicious";
            case LOGIT -> "log-odds of %d classes%s, the first is benign".formatted(model.outputs(), classes);
            case PROBABILITY ->
                "%s of %d classes%s, the first is benign"
                        .formatted(
                                model.kernel() instanceof BlackBox opaque && !opaque.showsScores()
                                        ? "labels"
                                        : "probabilities",
                                model.outputs(),
                                classes);
        };
    }

    private TableSchema table(ForeignFile foreign, List<String> notes) {
        if (schema != null) {
            TableSchema stated = SchemaFile.read(schema);
            return foreign.fitted(
                    resolved(stated),
                    false,
                    name -> !stated.automatic().contains(name + ".categories"),
                    Optional.empty(),
                    notes);
        }
        if (data != null) {
            FileSource.Read read = new FileSource(data).open();
            Records rows = read.records();
            SchemaInference found = SchemaInference.infer(rows, Optional.empty(), List.of(), Optional.of(List.of()));
            return foreign.fitted(found.table().withFound(read.cells()), true, name -> false, Optional.of(rows), notes);
        }
        return new TableSchema(
                foreign.model().inferred(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private TableSchema resolved(TableSchema stated) {
        if (stated.automatic().isEmpty()) {
            return stated;
        }
        if (data == null) {
            throw new InputException("%s: does not state %s; give rows to take it from with --data"
                    .formatted(
                            schema,
                            stated.automatic().stream().sorted().findFirst().orElseThrow()));
        }
        FileSource.Read read = FileSource.of(data, stated).open();
        return SchemaFile.resolve(stated, read.records()).withFound(read.cells());
    }
}
