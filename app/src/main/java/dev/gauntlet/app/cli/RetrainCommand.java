package dev.gauntlet.app.cli;

import dev.gauntlet.base.InputException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Retrains a detector: from day to day on rows with times, or the champion of a registry. */
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "gauntlet retrain --simulate [PLAN.yaml] [--data FILE ...] [--window WINDOW] [--every DAYS | --on-drift] [--out DIR]",
            "gauntlet retrain REGISTRY --known FILE --fresh FILE --sealed FILE --canaries FILE --key NAME.key [--dry-run]"
        },
        description = {
            "Trains a challenger on a window of the rows so far and replaces the champion with it only if, on rows that"
                    + " neither was trained on, the 95 %% intervals rule out that it loses more recall or adds more false"
                    + " alarms than a margin, it loses no canary, and it meets the absolute limits.",
            "",
            "With --simulate this is done day by day on a plan's data (by default the embedded simulation), "
                    + "compared with a detector that is never retrained. With a REGISTRY the champion's own "
                    + "algorithm and setting are trained on"
                    + " --known and --fresh; the challenger is signed, added as a candidate, and promoted if it passes the gate.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet retrain --simulate",
            "  gauntlet retrain --simulate --window sliding:7 --on-drift --label-delay 2",
            "  gauntlet retrain --simulate --data flows.csv --schema flows.yaml --every 2",
            "  gauntlet retrain --simulate --data KDDTrain+.txt --test KDDTest+.txt --schema schemas/nsl-kdd.yaml --block 2000",
            "  gauntlet retrain detectors --known may.csv --fresh june.csv --sealed sealed.csv --canaries canaries.csv"
                    + " --key soc.key"
        })
final class RetrainCommand implements Callable<Integer> {
    private static final Set<String> BOTH = Set.of(
            "--window",
            "--lost-recall",
            "--added-false-alarms",
            "--lost-canaries",
            "--least-recall",
            "--most-false-positives",
            "--trust",
            "--threads",
            "--seed",
            "--fpr");
    private static final Set<String> REGISTRY =
            Set.of("--known", "--fresh", "--sealed", "--canaries", "--key", "--passphrase-file", "--dry-run");

    @Spec
    private CommandSpec spec;

    @Option(names = "--simulate", description = "replay a plan's data day by day")
    private boolean simulate;

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Mixin
    private RetrainOptions retrain = new RetrainOptions();

    @Mixin
    private UpdateOptions update = new UpdateOptions();

    @Override
    public Integer call() {
        refuseStray();
        if (simulate) {
            return new LifetimeSession(options, retrain, spec.commandLine()).run();
        }
        if (options.place().isEmpty()) {
            throw new InputException("name a REGISTRY whose champion is to be retrained, or use --simulate");
        }
        update.refuseMissing();
        return new UpdateSession(options, retrain, update, spec.commandLine()).run();
    }

    private void refuseStray() {
        List<String> stray = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !BOTH.contains(name) && !name.equals("--simulate"))
                .filter(name -> REGISTRY.contains(name) == simulate)
                .toList();
        if (!stray.isEmpty()) {
            throw new InputException(stray.stream()
                    .map(name -> simulate
                            ? name + " retrains a registry's champion; leave it or --simulate out"
                            : name + " works only with --simulate; leave it out, or add --simulate")
                    .toList());
        }
    }
}
