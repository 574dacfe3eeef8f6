package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.foreign.Rounds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the rounds of a boosted model. */
final class RoundsOption {
    @Option(
            names = "--rounds",
            paramLabel = "best|all",
            description = "for a boosted model of another program that was trained with early stopping: the rounds up "
                    + "to the best one, or all (default: best if scikit-learn's wrapper saved the file, "
                    + "otherwise all)")
    private @Nullable String rounds;

    /** The requested rounds. */
    Optional<Rounds> rounds() {
        return Optional.ofNullable(rounds).map(text -> Rounds.named("--rounds", text));
    }
}
