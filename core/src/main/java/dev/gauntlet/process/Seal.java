package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the test part honest: it is known by its digest, and each time it is opened stands on record. A model chosen
 * because it did well on the test part has learnt from it; a second opening for another model is therefore said.
 *
 * @param digest of the test part
 * @param openings in their order
 */
public record Seal(String digest, List<Opening> openings) {
    /**
     * The test part was looked at.
     *
     * @param model the digest of the model it was opened for
     * @param purpose in words
     */
    public record Opening(String model, String purpose) {}

    /**
     * What an opening gives.
     *
     * @param seal with the opening on record
     * @param warning what to say beside every figure that comes of it
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
                : Optional.of(
                        "the test part was used before for %d other %s: picking the best of several test results is over-optimistic"
                                .formatted(others, others == 1 ? "model" : "models"));
        return new Opened(new Seal(digest, more), warning);
    }
}
