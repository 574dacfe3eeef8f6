package dev.gauntlet.app.cli;

import dev.gauntlet.app.data.PartsFolder;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The split step by itself: cuts rows in three and seals the test part. */
@Command(
        name = "split",
        mixinStandardHelpOptions = true,
        description = "Splits rows into training, validation and test parts, one Parquet file each, and seals the test "
                + "part: each use of it for a model is recorded in seal.json.",
        footer = {
            "",
            "Examples:",
            "  gauntlet split --data rows.parquet --schema rows.yaml --by time --out parts",
            "  gauntlet split --data flows.csv --label label --benign normal --by group --group host --out parts",
            "  gauntlet split --data rows.parquet --schema rows.yaml --by time-and-group --out parts",
            "then:",
            "  gauntlet train --data parts --out detector.zip"
        })
final class SplitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TableOptions options = new TableOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "label (stratified), group, time or time-and-group (by time; earlier rows of a group that is "
                    + "malicious among the later ones are left out): how rows are split")
    private @Nullable SplitBy by;

    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description = "the column of the groups; rows with the same " + "value stay in one part")
    private @Nullable String group;

    @Option(names = "--test-share", paramLabel = "SHARE", description = "share of all rows (default 0.25)")
    private @Nullable Double testShare;

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            description = "share of the rows not in test " + "(default 0.2)")
    private @Nullable Double validationShare;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to create")
    private Path out = Path.of("");

    /** What decides, as it is typed. */
    enum SplitBy {
        LABEL,
        GROUP,
        TIME,
        TIME_AND_GROUP;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public Integer call() {
        Plan plan = options.plan();
        Plan.Cut usual = plan.pipeline().cut();
        Plan.Cut cut = new Plan.Cut(
                Optional.ofNullable(by)
                        .map(stated -> Split.By.valueOf(stated.name()))
                        .or(usual::by),
                Optional.ofNullable(group).or(usual::group),
                share("--test-share", testShare, usual.testShare()),
                share("--validation-share", validationShare, usual.validationShare()));
        PartsFolder.Written written =
                new PartsFolder(out).write(plan.with(plan.pipeline().withCut(cut)), Run.seeded(plan.seed()));
        PrintWriter say = spec.commandLine().getOut();
        written.notes().forEach(note -> say.println("  " + Printable.line(note)));
        say.print(Plural.format(
                "%s: %d training, %d validation and %d test row[s]; the test part is sealed%n",
                out, written.train(), written.validation(), written.test()));
        say.flush();
        return Main.DONE;
    }

    private static double share(String option, @Nullable Double given, double usual) {
        if (given != null && !(given >= 0.01 && given <= 0.9)) {
            throw new InputException("%s must be in [0.01, 0.9] but is %s".formatted(option, given));
        }
        return given == null ? usual : given;
    }
}
