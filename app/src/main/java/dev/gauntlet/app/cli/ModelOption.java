package dev.gauntlet.app.cli;

import dev.gauntlet.base.InputException;
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
