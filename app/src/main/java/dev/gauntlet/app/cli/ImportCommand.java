package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.app.run.ForeignFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Opaque;
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
            "Reads a model that another program wrote, says what it is and what can be asked of it, and makes a bundle of"
                    + " it: ONNX; XGBoost's JSON, UBJSON and JSON dumps; LightGBM's text or JSON; scikit-learn's models and"
                    + " dense networks as JSON.",
            "",
            "An ONNX file is run beside its conversion, on random rows and on rows at its thresholds, and the largest"
                    + " difference is printed. What cannot be converted is named, and the file runs in ONNX Runtime as a black box,"
                    + " which answers and shows nothing else; give such a file itself to --model. Without --schema its inputs are numbers"
                    + " without bounds, named by the file or x0, x1 ... docs/models.md says what is read."
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
            description = "what its inputs mean; in the model's order where the file does not name them")
    private @Nullable Path schema;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "rows that say what the schema leaves to the data, such as scales; without a schema, what the"
                    + " columns are that the file names")
    private @Nullable Path data;

    @Option(
            names = "--benign",
            paramLabel = "CLASS",
            description = "the class that is benign, as the file names it, else its number (default: the first)")
    private @Nullable String benign;

    @Option(
            names = "--threshold",
            paramLabel = "NUMBER",
            description = "the score from which a row is malicious (default: log-odds 0, probability 0.5)")
    private @Nullable Double threshold;

    @Mixin
    private RoundsOption rounds = new RoundsOption();

    @Option(names = "--out", paramLabel = "FILE", description = "the bundle to write; without it none is")
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
                spec.commandLine().getErr().printf("%s: holds %s%n", file, unusual);
            }
            progress.say("reading the model, and comparing it with what the program it is for makes of it");
            ForeignFile read = ForeignFile.read(file, rounds.rounds(), inputs);
            foreign = benign == null ? read : read.withBenign(benign);
        }
        List<String> matched = new ArrayList<>();
        TableSchema table = table(foreign, matched);
        Model natural = foreign.over(table.schema());
        Model model = threshold == null ? natural : natural.withThreshold(threshold);
        PrintWriter said = spec.commandLine().getOut();
        said.printf("%s: %s%n", file, foreign.model().format());
        foreign.model().notes().forEach(note -> said.printf("  %s%n", note));
        matched.forEach(note -> said.printf("  %s%n", note));
        said.printf("  %d inputs, %s%n", model.kernel().inputs(), outputs(foreign.model(), model));
        said.printf("  it can be asked for %s%n", Access.offered(model));
        foreign.agreement().ifPresent(agreed -> said.printf("  %s%n", agreed.sentence()));
        said.flush();
        if (out != null) {
            if (model.kernel() instanceof Opaque) {
                throw new InputException(
                        "%s: a black box cannot be put in a bundle; leave --out out and use the file itself: --model %s"
                                .formatted(file, file));
            }
            TreeMap<String, String> provenance = new TreeMap<>();
            provenance.put("importedFrom", String.valueOf(file.getFileName()));
            provenance.put("importedFormat", foreign.model().format());
            provenance.put("importedSha256", foreign.sha256());
            new BundleFile(model, table, new BundleFacts(foreign.model().labels(), provenance, new TreeMap<>()))
                    .write(out);
            said.printf("%s: a bundle, alarm from %s%n", out, model.threshold());
        }
        said.flush();
        return Main.DONE;
    }

    private static String outputs(ForeignModel foreign, Model model) {
        String classes = foreign.labels().isEmpty() ? "" : " (" + String.join(", ", foreign.labels()) + ")";
        return switch (model.scale()) {
            case NUMBER -> "the estimate of a quantity";
            case DISTANCE -> "a score, of which larger is worse";
            case LOGIT -> "log-odds of %d classes%s, of which the first is benign".formatted(model.outputs(), classes);
            case PROBABILITY ->
                "%s of %d classes%s, of which the first is benign"
                        .formatted(
                                model.kernel() instanceof Opaque opaque && !opaque.showsScores()
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
            Records rows = new FileSource(data).read(Run.seeded(1));
            SchemaInference found = SchemaInference.infer(rows, Optional.empty(), List.of(), Optional.of(List.of()));
            return foreign.fitted(found.table(), true, name -> false, Optional.of(rows), notes);
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
            throw new InputException("%s: leaves %s to the data; name rows it can be taken from, with --data"
                    .formatted(
                            schema,
                            stated.automatic().stream().sorted().findFirst().orElseThrow()));
        }
        return SchemaFile.resolve(stated, FileSource.of(data, stated).read(Run.seeded(1)));
    }
}
