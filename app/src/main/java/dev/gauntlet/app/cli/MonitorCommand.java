package dev.gauntlet.app.cli;

import dev.gauntlet.app.serve.Watch;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Note;
import dev.gauntlet.measure.Prevalence;
import dev.gauntlet.process.monitor.Monitor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports drift of a deployed detector's input. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = "Compares live rows with rows from training time: drift of features and score, estimated "
                + "share of malicious rows, alerts. Labels of the live rows are not used. The estimate assumes that the "
                + "scores of either class are distributed as before; this is tested, and if it fails, there is none.",
        footer = {
            "",
            "Example:",
            "  gauntlet monitor --model run/model/detector.zip --reference train.csv --live today.csv --fail"
        })
final class MonitorCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = ModelOption.WHAT)
    private String model = "";

    @Option(names = "--trust", paramLabel = "KEY", description = "the public key that must have signed it")
    private @Nullable Path trust;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "FILE",
            description = "labelled rows from training time, preferably not used for training")
    private Path reference = Path.of("");

    @Option(names = "--live", required = true, paramLabel = "FILE", description = "current rows")
    private Path live = Path.of("");

    @Option(
            names = "--psi",
            paramLabel = "NUMBER",
            description = "population stability index that counts as " + "drift (default 0.25)")
    private double psi = 0.25;

    @Option(
            names = "--chance",
            paramLabel = "SHARE",
            description = "probability of a false warning, of drift and of the test of the estimate (default 0.01)")
    private double chance = 0.01;

    @Option(names = "--fail", description = "exit 1 if there is drift")
    private boolean fail;

    @Override
    public Integer call() {
        Monitor monitor;
        try {
            monitor = new Monitor(psi, chance);
        } catch (IllegalArgumentException e) {
            throw new InputException("--" + e.getMessage());
        }
        List<Note> notes = new ArrayList<>();
        Monitor.Drift drift =
                new Watch(model, Optional.ofNullable(trust), reference, live).drift(monitor, Run.seeded(1), notes::add);
        PrintWriter out = spec.commandLine().getOut();
        out.println(drift.found() ? "Drift: check what changed, and retrain if the change persists." : "No drift.");
        out.printf(Locale.ROOT, "%-32s %8s %10s%n", "feature", "PSI", "p-value");
        drift.features().stream()
                .limit(SHOWN)
                .forEach(f -> out.printf(
                        Locale.ROOT,
                        "%-32s %8.3f %10.2g%s%n",
                        Printable.of(f.feature()),
                        f.psi(),
                        f.p(),
                        f.moved() ? "  moved" : ""));
        if (drift.features().size() > SHOWN) {
            out.printf("and %d more that changed less%n", drift.features().size() - SHOWN);
        }
        out.printf(
                Locale.ROOT,
                "%-32s %8.3f %10s%s%n",
                "the score",
                drift.score(),
                "",
                drift.scoreMoved() ? "  moved" : "");
        out.printf(
                Locale.ROOT,
                "all features together: energy distance %.4f, p-value %.2g%n",
                drift.energy().distance(),
                drift.energy().p());
        drift.prevalence().ifPresent(found -> out.println(share(drift, found)));
        String daily = Double.isNaN(drift.alertsPerDay())
                ? ""
                : String.format(Locale.ROOT, ", %.0f a day", drift.alertsPerDay());
        out.printf(Locale.ROOT, "alerts: %.4f of the rows%s%n", drift.alertShare(), daily);
        notes.stream().distinct().forEach(note -> out.println("note: " + Printable.lines(note.sentence())));
        out.flush();
        return fail && drift.found() ? Main.GATE : Main.DONE;
    }

    private static String share(Monitor.Drift drift, Prevalence found) {
        return drift.share().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "share of malicious rows: estimated %.3f (95 %%: %.3f to %.3f), in training %.3f",
                        found.share(),
                        found.low(),
                        found.high(),
                        drift.trainedPrevalence())
                : String.format(
                        Locale.ROOT,
                        "share of malicious rows: not estimated, in training %.3f%n"
                                + "  the live scores are no mixture of the reference scores of both classes (p-value %.2g; "
                                + "%.1f %% of the rows do not fit):%n"
                                + "  more changed than the share, or the detector was trained on the reference rows",
                        drift.trainedPrevalence(),
                        found.p(),
                        100 * found.unexplained());
    }
}
