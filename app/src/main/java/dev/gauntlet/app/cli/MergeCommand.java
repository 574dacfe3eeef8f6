package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.Shards;
import java.nio.file.Path;
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

/** Joins the shards of an assessment. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Joins the shards of an assessment: the same findings as one process would have written.",
        footer = {
            "",
            "The data and, where the plan names one, the model must be there as they were for the shards; the detector"
                    + " is built again, nothing is attacked again but where a shard reports a failure.",
            "",
            "Examples:",
            "  gauntlet assess plan.yaml --shard 1/2 --out part1",
            "  gauntlet assess plan.yaml --shard 2/2 --out part2",
            "  gauntlet merge part1 part2 --out joined"
        })
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "the folders of all shards")
    private List<Path> folders = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "run folder (default: the next free gauntlet-run-N)")
    private @Nullable Path out;

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: one per core)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--allow-missing", description = "let a gate pass that cannot be evaluated")
    private boolean allowMissing;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private SignOption sign = new SignOption();

    @Override
    public Integer call() {
        Shards shards = Shards.of(folders);
        Assess assess = new Assess(shards.plan(), allowMissing);
        return new Session(assess, shards.plan(), TableOptions.threads(threads), store, sign.key(), spec.commandLine())
                .merge(Optional.ofNullable(out), shards);
    }
}
