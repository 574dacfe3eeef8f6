package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.assemble.Transform;
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
        footer = {
            "",
            "Examples:",
            "  gauntlet schema flows.csv --label label > flows.yaml",
            "  gauntlet schema urls.csv --label status --derive url-text:column=url > urls.yaml"
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the table")
    private Path file = Path.of("");

    @Option(names = "--label", paramLabel = "COLUMN", description = "the label column, which is no feature")
    private @Nullable String label;

    @Option(names = "--benign", paramLabel = "NAME", description = "a label that means benign; repeats")
    private List<String> benign = List.of();

    @Option(
            names = "--derive",
            paramLabel = "TRANSFORM",
            description = "what makes further features, such as url-text:column=url; repeats")
    private List<String> derive = List.of();

    @Override
    public Integer call() {
        Optional<List<Transform>> transforms = derive.isEmpty()
                ? Optional.empty()
                : Optional.of(TableOptions.transforms(derive).stream()
                        .map(choice -> choice.resolve(Transform.class))
                        .toList());
        SchemaInference inferred = SchemaInference.infer(
                new FileSource(file).read(Run.seeded(1)), Optional.ofNullable(label), benign, transforms);
        inferred.notes().forEach(note -> spec.commandLine().getErr().println(note));
        spec.commandLine().getOut().print(SchemaFile.text(inferred.table()));
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }
}
