package dev.gauntlet.app.cli;

import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The detector of a command that also takes it as its first argument: {@code --model} means the same everywhere. */
final class ModelOption {
    /** What can be named. */
    static final String WHAT = "a bundle, a run folder, or a registry (its champion is used)";

    @Option(names = "--model", paramLabel = "MODEL", description = "the same as MODEL")
    private @Nullable String model;

    boolean isGiven() {
        return model != null;
    }

    /**
     * The plan of the options, of this detector.
     *
     * @param word the first argument: the detector, or the plan where {@code --model} names the detector and no plan is named
     * @param trust the file of the public key that must have signed it
     */
    Plan plan(Optional<String> word, Optional<String> trust, TableOptions options) {
        boolean isPlan = isGiven() && word.isPresent() && options.place().isEmpty();
        if (isPlan) {
            options.usePlan(Path.of(word.get()));
        }
        String named = of(isPlan ? Optional.empty() : word);
        Plan base = options.plan();
        return base.with(base.pipeline()
                .withModel(
                        Optional.of(PlanOptions.modelPlace(named)),
                        trust.map(TableOptions::absolute),
                        Optional.empty()));
    }

    /**
     * The detector.
     *
     * @param word the first argument, if it can be the detector
     */
    String of(Optional<String> word) {
        if (isGiven() && word.isPresent()) {
            throw new InputException(
                    "--model %s and %s both name a detector; leave one out".formatted(model, word.get()));
        }
        return Optional.ofNullable(model)
                .or(() -> word)
                .orElseThrow(() -> new InputException("a detector is needed: MODEL or --model MODEL, " + WHAT));
    }
}
