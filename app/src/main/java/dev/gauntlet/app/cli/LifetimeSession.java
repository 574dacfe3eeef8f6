package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.assess.TakenFolder;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.report.Report;
import dev.gauntlet.app.retrain.Lifetime;
import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.process.retrain.Gate;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** Day-by-day retraining at the terminal: folder, progress, table. */
record LifetimeSession(PlanOptions options, RetrainOptions retrain, CommandLine line) {
    /** Of the hundred canaries that are drawn. */
    private static final int LOST = 5;

    int run() {
        Plan plan = options.plan();
        Gate gate = retrain.gate(LOST);
        Lifetime lifetime = new Lifetime(
                plan,
                retrain.window(),
                retrain.due(),
                gate,
                retrain.labelDelay(),
                retrain.compareDays(),
                retrain.start(),
                retrain.block(),
                new Lifetime.Words(
                        retrain.windowInWords(),
                        retrain.dueInWords(),
                        "gauntlet retrain --simulate plan.yaml " + retrain.typed(gate)));
        try (TakenFolder taken = TakenFolder.of(options.out(), plan)) {
            return run(taken.folder(), plan, lifetime);
        }
    }

    private int run(RunFolder folder, Plan plan, Lifetime lifetime) {
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (Progress progress = new Progress(line.getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("building the first detector");
            Retrained retrained = lifetime.live(
                    pool, day -> progress.say("day %d is over: %s".formatted(day.number(), day.outcome())));
            folder.begin(plan, "retrain");
            Lifetime.write(retrained, Report.html(retrained), folder);
            progress.finish();
            new DayTable(retrained, line.getOut(), Window.here()).print();
            line.getOut()
                    .printf(
                            "%nEverything is in %s; open %s%n",
                            folder.path(), folder.path().resolve("report.html"));
            line.getOut().flush();
            return Main.DONE;
        } finally {
            pool.shutdown();
        }
    }
}
