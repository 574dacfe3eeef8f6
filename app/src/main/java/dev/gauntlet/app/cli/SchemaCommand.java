package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.base.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Infers a schema to edit. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Infers kinds and bounds from a file and prints a schema to edit.",
        footer = {"", "Example:", "  gauntlet schema flows.csv --label label > flows.yaml"})
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the table")
    private Path file = Path.of("");

    @Option(names = "--label", paramLabel = "COLUMN", description = "the label column, which is no feature")
    private @Nullable String label;

    @Option(names = "--benign", paramLabel = "NAME", description = "a label that means benign; repeats")
    private List<String> benign = List.of();

    @Override
    public Integer call() {
        SchemaInference inferred =
                SchemaInference.infer(new FileSource(file).read(Run.seeded(1)), Optional.ofNullable(label), benign);
        inferred.notes().forEach(note -> spec.commandLine().getErr().println(note));
        spec.commandLine().getOut().print(SchemaFile.text(inferred.table()));
        spec.commandLine().getOut().flush();
        return Gauntlet.DONE;
    }
}
