package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.detector.Champion;
import dev.gauntlet.app.plan.Plan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The evaluate step by itself: uses the test part for one detector, which is recorded. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measures a detector on the test part and compares it with baselines and, if given, the "
                + "current champion. If gauntlet split made the folder, each use of its test part is recorded, "
                + "and use for a second model is reported as a warning: picking the best of several test results "
                + "is over-optimistic.",
        footer = {
            "",
            "Examples:",
            "  gauntlet evaluate detector.zip --data parts",
            "  gauntlet evaluate detector.zip --data parts --champion detectors --out evaluation"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = ModelOption.WHAT)
    private @Nullable String word;

    @Mixin
    private ModelOption option = new ModelOption();

    @Mixin
    private TableOptions options = new TableOptions();

    @Option(names = "--trust", paramLabel = "KEY.pub", description = "the public key that must have signed it")
    private @Nullable String trust;

    @Option(names = "--champion", paramLabel = "MODEL", description = "a detector to compare it with, row by row")
    private @Nullable String champion;

    @Mixin
    private RoundsOption rounds = new RoundsOption();

    @Option(names = "--out", paramLabel = "DIR", description = "a folder for the report and findings.json")
    private @Nullable Path out;

    @Mixin
    private GateOptions gates = new GateOptions();

    @Override
    public Integer call() {
        Plan plan = gates.overDetector(option.plan(Optional.ofNullable(word), Optional.ofNullable(trust), options));
        Optional<Champion> other = Optional.ofNullable(champion).map(named -> Champion.read(named, rounds.rounds()));
        return new Evaluating(
                        new Assess(plan, gates.allowMissing()),
                        plan,
                        options.threads(),
                        spec.commandLine(),
                        other,
                        Optional.ofNullable(out))
                .run();
    }

    /** The results of the comparison, one per line. */
    static void tell(Champion.Comparison compared, PrintWriter out) {
        out.println();
        out.println("Compared with the champion, on the same rows:");
        for (Champion.Line line : List.of(compared.recall(), compared.falsePositiveRate(), compared.rocAuc())) {
            out.printf(
                    Locale.ROOT,
                    "  %-20s %.3f -> %.3f, p %.2g (%s)%n",
                    line.figure(),
                    line.before(),
                    line.after(),
                    line.p(),
                    line.test());
        }
    }
}
