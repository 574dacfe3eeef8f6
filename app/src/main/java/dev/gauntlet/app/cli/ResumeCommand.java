package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.assess.Shard;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Continues a run that was stopped. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Continues a run that was stopped; finished attacks are not run again.")
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the run folder")
    private Path folder = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: one per core)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--allow-missing", description = "let a gate pass if it cannot be evaluated")
    private boolean allowMissing;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private SignOption sign = new SignOption();

    @Override
    public Integer call() {
        if (!Files.isRegularFile(folder.resolve("plan.yaml"))) {
            throw new InputException(
                    folder + ": has no run to resume; start one with: gauntlet assess --out " + folder);
        }
        Plan plan = PlanFile.read(folder.resolve("plan.yaml"));
        Session session = new Session(
                new Assess(plan, allowMissing),
                plan,
                TableOptions.threads(threads),
                store,
                sign.key(),
                spec.commandLine());
        Optional<Path> out = Optional.of(folder);
        String command = new RunFolder(folder).command();
        if (command.equals("process")) {
            return session.process(out);
        }
        if (!command.equals("assess")) {
            throw new InputException("%s: gauntlet %s made it, which cannot be resumed; run that command again"
                    .formatted(folder, Printable.of(command)));
        }
        return Shard.in(folder).map(shard -> session.share(out, shard)).orElseGet(() -> session.run(out));
    }
}
