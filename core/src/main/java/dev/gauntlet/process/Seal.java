package dev.gauntlet.process;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records each use of the test part, which is identified by its digest. Choosing a model by its test result makes that
 * result over-optimistic; a use for a second model is therefore reported.
 *
 * @param digest of the test part
 * @param openings in their order
 */
public record Seal(String digest, List<Opening> openings) {
    /**
     * One use of the test part.
     *
     * @param model the digest of the model it was opened for
     * @param purpose in words
     */
    public record Opening(String model, String purpose) {}

    /**
     * The result of an opening.
     *
     * @param seal with the opening recorded
     * @param warning what to report with every figure from it
     */
    public record Opened(Seal seal, Optional<String> warning) {}

    public Seal {
        openings = List.copyOf(openings);
    }

    /** The unopened seal of a test part. */
    public static Seal of(Dataset test) {
        return new Seal(test.digest(), List.of());
    }

    /**
     * Opens the test part for one model.
     *
     * @throws IllegalArgumentException if the rows are not those that were sealed
     */
    public Opened open(Dataset test, String model, String purpose) {
        if (!test.digest().equals(digest)) {
            throw new IllegalArgumentException(
                    "the test part is not the one that was sealed: rows, labels or order have changed");
        }
        long others = openings.stream()
                .map(Opening::model)
                .filter(earlier -> !earlier.equals(model))
                .distinct()
                .count();
        List<Opening> more = new ArrayList<>(openings);
        more.add(new Opening(model, purpose));
        Optional<String> warning = others == 0
                ? Optional.empty()
                : Optional.of(Plural.format(
                        "the test part was used before for %d other model[s]: picking the best of several test results is over-optimistic",
                        others));
        return new Opened(new Seal(digest, more), warning);
    }
}
