package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.app.assess.AssessedSystem;
import dev.gauntlet.app.assess.Checkpoint;
import dev.gauntlet.app.assess.KeptFits;
import dev.gauntlet.app.detector.OtherObjectives;
import dev.gauntlet.app.detector.TrainedModel;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.report.Words;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.train.Calibration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The train step by itself: a detector of the training and validation parts; the test part is not used. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a detector and writes it as a bundle. Algorithms are tried in their order until one is"
                + " accepted; searches, criteria and calibration are stated in the plan. The test part is not "
                + "used. A search that was stopped continues when the same command is run again.",
        footer = {
            "",
            "Examples:",
            "  gauntlet train --data parts --out detector.zip",
            "  gauntlet train --data parts --objective kinds --algorithm random-forest --out kinds.zip",
            "  gauntlet train --data hosts.csv --objective quantity --target bytes --algorithm ridge-regression",
            "  gauntlet train plan.yaml --data parts --algorithm random-forest:trees=200 --calibrate isotonic",
            "then:",
            "  gauntlet evaluate detector.zip --data parts"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TableOptions options = new TableOptions();

    @Option(
            names = "--algorithm",
            paramLabel = "ID",
            description = "tried in this order, such as random-forest:trees=200; can be repeated; see: gauntlet "
                    + "list trainers")
    private List<String> algorithms = List.of();

    @Option(
            names = "--fpr",
            paramLabel = "SHARE",
            description = "the false-positive rate at which the threshold " + "is set (default 0.01)")
    private @Nullable Double fpr;

    @Option(names = "--calibrate", paramLabel = "WAY", description = "platt or isotonic: calibrates probabilities")
    private @Nullable Calibration calibrate;

    @Option(
            names = "--objective",
            paramLabel = "WHAT",
            description = "detect (default), kinds (several classes), quantity (regression on --target) or "
                    + "anomalies (without labels)")
    private Objective objective = Objective.DETECT;

    @Option(names = "--target", paramLabel = "COLUMN", description = "the column of the quantity to estimate")
    private @Nullable String target;

    @Option(names = "--out", paramLabel = "FILE", description = "the bundle (default detector.zip)")
    private Path out = Path.of("detector.zip");

    /** What the model predicts. */
    enum Objective {
        DETECT,
        KINDS,
        QUANTITY,
        ANOMALIES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = plan();
        if ((target != null) != (objective == Objective.QUANTITY)) {
            throw new InputException("--objective quantity and --target COLUMN belong together");
        }
        OneWriter writer = OneWriter.of(out);
        try {
            return trained(plan);
        } finally {
            writer.close();
        }
    }

    private int trained(Plan plan) throws IOException {
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (Progress progress =
                new Progress(spec.commandLine().getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("training");
            if (objective != Objective.DETECT) {
                other(plan, Run.on(pool, Seed.of(plan.seed())), progress);
                return Main.DONE;
            }
            Path kept = out.resolveSibling(out.getFileName() + ".trials");
            SearchPace pace = SearchPace.of(plan, 1);
            KeptFits trials =
                    KeptFits.kept(plan, kept, () -> {}, (fits, taken) -> progress.say(pace.text(fits, taken)));
            TrainedModel trained = AssessedSystem.of(plan, Run.on(pool, Seed.of(plan.seed())), Checkpoint.fits(trials))
                    .trained(plan);
            trained.write(out);
            Disk.current().delete(kept);
            progress.finish();
            PrintWriter say = spec.commandLine().getOut();
            if (trials.taken() > 0) {
                say.print(
                        Plural.format("  %d fit[s] [is|are] reused from a search that was stopped%n", trials.taken()));
            }
            trained.decisions().forEach(d -> say.printf("  %s: %s%n", d.trainer(), d.reason()));
            trained.notes().forEach(note -> say.println("  note: " + Printable.line(note)));
            say.printf(
                    Locale.ROOT,
                    "%s: %s, %s on validation rows%n",
                    out,
                    Words.setting(trained.setting()),
                    trained.figures());
            say.flush();
            return Main.DONE;
        } finally {
            pool.shutdown();
        }
    }

    private void other(Plan plan, Run run, Progress progress) {
        OtherObjectives objectives = new OtherObjectives(plan, run);
        OtherObjectives.Trained trained = switch (objective) {
            case KINDS -> objectives.kinds();
            case QUANTITY -> objectives.quantity(String.valueOf(target));
            default -> objectives.anomalies();
        };
        trained.bundle().write(out);
        progress.finish();
        PrintWriter say = spec.commandLine().getOut();
        trained.lines().forEach(line -> say.println("  " + line));
        say.printf("%s: %s%n", out, Words.setting(trained.setting()));
        say.flush();
    }

    private Plan plan() {
        Plan plan = options.plan();
        Plan.Pipeline pipeline = plan.pipeline().withRate(Optional.ofNullable(fpr));
        if (pipeline.model().isPresent()) {
            throw new InputException("the plan names a model, and a given model is not trained; leave it out");
        }
        if (!algorithms.isEmpty()) {
            pipeline = pipeline.withAlgorithms(choices(algorithms));
        }
        if (calibrate != null) {
            pipeline = pipeline.withTuning(pipeline.tuning().withCalibration(calibrate));
        }
        return plan.with(pipeline);
    }

    /** Algorithms as they are written on a command line. */
    static List<Choice> choices(List<String> algorithms) {
        Problems problems = new Problems();
        List<Choice> choices = new ArrayList<>();
        for (String text : algorithms) {
            problems.check("--algorithm " + text, () -> {
                Choice choice = Choice.parse(text);
                choice.resolve(Trainer.class);
                choices.add(choice);
            });
        }
        problems.throwIfAny();
        return choices;
    }
}
