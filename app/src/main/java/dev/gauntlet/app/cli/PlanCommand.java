package dev.gauntlet.app.cli;

import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a plan with every default. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Prints a commented plan with every default.",
        footer = {"", "Example:", "  gauntlet plan > plan.yaml"})
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(PlanFile.text(Plan.standard()));
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }
}
