package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.plan.Plan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the process without an adversary. */
@Command(
        name = "process",
        mixinStandardHelpOptions = true,
        description = "Builds a detector and measures how good it is, without attacks: assemble, label, split, train,"
                + " evaluate, sign. The same plan and folder can be passed to assess afterwards.",
        footer = {
            "",
            "Examples:",
            "  gauntlet process --data conn.log --label label --benign benign",
            "  gauntlet process plan.yaml --out detector"
        })
final class ProcessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Mixin
    private GateOptions gates = new GateOptions();

    @Override
    public Integer call() {
        Plan plan = gates.overDetector(options.plan());
        return new Session(
                        new Assess(plan, gates.allowMissing()),
                        plan,
                        options.threads(),
                        new StoreOption(),
                        Optional.empty(),
                        spec.commandLine())
                .process(options.out());
    }
}
