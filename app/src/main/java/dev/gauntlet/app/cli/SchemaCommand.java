package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.SqlView;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.ReadingRules;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Transform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Infers a schema to edit. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Infers a schema from a file, for you to edit: what each column contains, its bounds, and whether and at "
                    + "what cost an attacker can change it. Problems of the data are printed first.",
            "",
            "A column is numeric if at least 95 %% of its filled cells are numbers; other values are read as "
                    + "missing and counted. Docs: docs/data.md."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet schema flows.csv --label label --write flows.yaml",
            "  gauntlet schema flows.csv --label Label --time Timestamp --source \"Src IP\" --write flows.yaml",
            "  gauntlet schema urls.csv --label status --derive url-text:column=url --write urls.yaml"
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the table")
    private Path file = Path.of("");

    @Option(names = "--label", paramLabel = "COLUMN", description = "the label column, which is not a feature")
    private @Nullable String label;

    @Option(names = "--benign", paramLabel = "NAME", description = "a label that means benign; can be repeated")
    private List<String> benign = List.of();

    @Option(names = "--sql", paramLabel = "QUERY", description = "an SQL query; the file is the table named data")
    private @Nullable String sql;

    @Option(
            names = "--derive",
            paramLabel = "TRANSFORM",
            description = "a transform that derives features, such as url-text:column=url; can be repeated")
    private List<String> derive = List.of();

    @Mixin
    private final ReadingOptions reading = new ReadingOptions();

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "the file to write the schema to (default: " + "print it)")
    private @Nullable Path write;

    @Override
    public Integer call() {
        Optional<List<Transform>> transforms = derive.isEmpty()
                ? Optional.empty()
                : Optional.of(TableOptions.transforms(derive).stream()
                        .map(choice -> choice.resolve(Transform.class))
                        .toList());
        FileSource.Read read = read();
        SchemaInference inferred =
                SchemaInference.infer(read.records(), Optional.ofNullable(label), benign, transforms);
        TableSchema found = inferred.table().withFound(read.cells());
        reading.over(ReadingRules.USUAL).refuseUnknown(read.records().names());
        // A schema skips rows with odd values by default; values taken as missing here are missing there too.
        boolean odd = read.cells().odd().isEmpty() && read.odd() > 0;
        TableSchema table = odd ? found.withOdd(OddCells.MISSING) : found;
        report(read.records(), inferred);
        if (write == null) {
            spec.commandLine().getOut().print(SchemaFile.text(table));
        } else {
            SchemaFile.write(write, table);
            spec.commandLine().getOut().printf("Written to %s; give it with --schema %s%n", write, write);
        }
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }

    /** Prints what is wrong with the data, worst first, and then what is good to know. */
    private void report(Records records, SchemaInference inferred) {
        List<Note> notes = new ArrayList<>(inferred.leaks(records));
        notes.addAll(records.found());
        notes.addAll(inferred.found());
        PrintWriter err = spec.commandLine().getErr();
        ConcernList.whole(
                        "What to fix in the data",
                        Note.concerns(notes),
                        err,
                        spec.commandLine().getColorScheme().ansi(),
                        Window.here())
                .print();
        Note.sentences(Note.rest(notes)).forEach(err::println);
        err.flush();
    }

    private FileSource.Read read() {
        ReadingRules rules = reading.over(ReadingRules.USUAL);
        FileFormat format = rules.over(FileFormat.automatic().withLabel(Optional.ofNullable(label)));
        return sql == null
                ? new FileSource(file, format, rules.time(), rules.source()).open()
                : new SqlView(sql)
                        .apply(
                                new FileSource(file, format.asWritten()).open().records(),
                                format,
                                rules.time(),
                                rules.source());
    }
}
