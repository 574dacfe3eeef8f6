package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Norm;
import dev.gauntlet.search.trees.MinimalChange;
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

/** Proves what a detector of trees withstands. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves how robust a detector of trees is: for each detected malicious test row (of --test, or of the 25 %% of --data that are held "
                    + "out) it computes the least change that evades the detector, under the rules of the schema, and proves that no smaller "
                    + "one does.",
            "",
            "The table states, by the size of a change, the recall that is proven to remain whatever an attacker does, and the "
                    + "recall against the best changes that were found. Where all least changes are known, both are the same. "
                    + "It works for decision trees, forests, boosted trees and votes of them, trained here or imported."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet certify gauntlet-run-1 --data flows.csv --label label --benign normal",
            "  gauntlet certify forest.json --data rows.csv --schema rows.yaml --norm cost --out changes.csv",
            "  gauntlet certify detector.zip --data parts --alone duration,orig_bytes"
        })
final class CertifyCommand implements Callable<Integer> {
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

    @Option(
            names = "--norm",
            paramLabel = "NORM",
            defaultValue = "linf",
            description =
                    "how changes are measured: linf (largest change of a number), l2, l1 (sum), l0 (number of features) "
                            + "or cost, all in the scales and costs of the schema (default: ${DEFAULT-VALUE})")
    private String norm = "linf";

    @Option(
            names = "--distance",
            paramLabel = "SCALES",
            defaultValue = "1",
            description = "how far each number may move at most, in scales (default: ${DEFAULT-VALUE})")
    private double distance = 1;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "certify at most so many malicious test rows, the first ones (default: ${DEFAULT-VALUE})")
    private int rows = 1000;

    @Option(
            names = "--boxes",
            paramLabel = "THOUSANDS",
            defaultValue = "20",
            description = "the work per row, in thousands of boxes; what is not decided then stays between two bounds "
                    + "(default: ${DEFAULT-VALUE})")
    private int boxes = 20;

    @Option(
            names = "--alone",
            split = ",",
            paramLabel = "FEATURE,...",
            hideParamSyntax = true,
            description =
                    "also tell whether these features alone can carry the probability across a gap, or prove that they cannot")
    private List<String> alone = List.of();

    @Option(
            names = "--gap",
            split = ",",
            paramLabel = "LOW,HIGH",
            hideParamSyntax = true,
            description = "the ends of that gap (default: 0.4,0.6)")
    private List<Double> gap = List.of(0.4, 0.6);

    @Option(names = "--out", paramLabel = "FILE.csv", description = "write the bounds and the least change of each row")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Plan plan = option.plan(Optional.ofNullable(word), Optional.ofNullable(trust), options);
        return new Certifying(
                        new Assess(plan),
                        plan,
                        options.threads(),
                        spec.commandLine(),
                        search(),
                        rows,
                        alone,
                        gap,
                        Optional.ofNullable(out))
                .run();
    }

    private MinimalChange search() {
        Norm chosen = Ids.named("--norm", Optional.of(norm.toLowerCase(Locale.ROOT)), Norm.LINF, Norm.values());
        if (!(distance > 0)) {
            throw new InputException("--distance must be above 0, but is " + distance);
        }
        if (rows < 1 || boxes < 1) {
            throw new InputException("--rows and --boxes must be at least 1");
        }
        if (gap.size() != 2 || !(gap.get(0) > 0 && gap.get(0) < gap.get(1) && gap.get(1) < 1)) {
            throw new InputException("--gap must be two probabilities in rising order, such as 0.4,0.6");
        }
        return new MinimalChange(chosen, distance, 1000L * boxes);
    }
}
