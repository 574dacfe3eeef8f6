package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.retrain.Window;
import java.util.List;
import java.util.Optional;

/** The steps that a plan states. Every command takes them from here, and so do the trials of an assessment. */
final class PlanSteps {
    private PlanSteps() {}

    /**
     * The steps for a table.
     *
     * @param names the label names, the benign one first
     */
    static Steps of(Plan plan, TableSchema table, Label label, List<String> names) {
        Plan.Cut cut = plan.cut();
        Plan.Tuning tuning = plan.pipeline().tuning();
        return new Steps(
                Optional.of(new Preparation(table.assembly(), label, names, SchemaFile.text(table))),
                new Split(cut.by().orElseThrow(), cut.testShare(), cut.validationShare()),
                plan.cleaning().sanitise(),
                Optional.of(new Policy(
                        plan.pipeline().trainers(),
                        tuning.accept(),
                        plan.pipeline().settings(),
                        tuning.search())),
                new Train(plan.pipeline().trainers().get(0), plan.pipeline().point(), tuning.calibrate()),
                new Window.Expanding());
    }
}
