package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Gates;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a command that can fail a build. */
final class GateOptions {
    @Option(
            names = "--fail-on",
            paramLabel = "GATE",
            description =
                    "a condition, exit code 1 if it is true, for example evasion.attacked.success>0.2 or detector.recall<0.8; "
                            + "can be repeated")
    private List<String> failOn = List.of();

    @Option(
            names = "--allow-missing",
            description = "let a gate pass if it cannot be evaluated, instead of exit code 2 before the run or 1 "
                    + "after it")
    private boolean allowMissing;

    /** The plan with these gates; those of the plan where none are given. */
    Plan over(Plan plan) {
        return failOn.isEmpty() ? plan : plan.withGates(failOn);
    }

    boolean allowMissing() {
        return allowMissing;
    }

    /**
     * The same for a command that runs no attacks.
     *
     * @throws InputException if a gate given to it is on attacks
     */
    Plan overDetector(Plan plan) {
        List<String> wrong = Gates.parse(failOn).ofAttacks();
        if (!wrong.isEmpty() && !allowMissing) {
            throw new InputException(wrong.stream()
                    .map(("--fail-on %s: cannot be evaluated, because this command runs no attacks; use gauntlet "
                            + "assess, or a gate on the detector such as detector.recall<0.8")::formatted)
                    .toList());
        }
        return over(plan);
    }
}
