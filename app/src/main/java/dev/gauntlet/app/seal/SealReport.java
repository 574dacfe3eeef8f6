package dev.gauntlet.app.seal;

import dev.gauntlet.process.VerdictSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was found in sealed verdicts.
 *
 * @param session of the stream, if its opening record is genuine
 * @param models the digests of the detectors, in their order; the opening record states the first
 * @param verdicts how many lines of rows are genuine
 * @param growing whether there is no closing record, but none is due yet either
 * @param restarts sentences on when the detector was started again or replaced; no problems
 * @param problems sentences; none if the stream is intact
 */
public record SealReport(
        Optional<VerdictSession> session,
        List<String> models,
        long verdicts,
        boolean growing,
        List<String> restarts,
        List<String> problems) {
    public SealReport {
        models = List.copyOf(models);
        restarts = List.copyOf(restarts);
        problems = List.copyOf(problems);
    }

    /**
     * Compares it with what the receiver knows.
     *
     * @param nonce of the session
     * @param after the session was opened later than this, in seconds of Unix time
     * @param digest of the detector
     */
    public SealReport expecting(Optional<String> nonce, OptionalDouble after, Optional<String> digest) {
        List<String> all = new ArrayList<>(problems);
        session.ifPresent(seen -> {
            nonce.filter(expected -> !expected.equals(seen.nonce()))
                    .ifPresent(expected ->
                            all.add("it is session %s, and %s was expected".formatted(seen.nonce(), expected)));
            if (after.isPresent() && seen.opened() <= after.getAsDouble()) {
                all.add("it was opened at %s, which is not after %s"
                        .formatted(time(seen.opened()), time(after.getAsDouble())));
            }
        });
        digest.ifPresent(expected -> models.stream()
                .filter(stated -> !stated.equals(expected))
                .forEach(stated -> all.add("it is of the detector %s, and %s was expected"
                        .formatted(stated.substring(0, 16), expected.substring(0, 16)))));
        return new SealReport(session, models, verdicts, growing, restarts, all);
    }

    /** A time as ISO 8601 has it. */
    public static String time(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000)).toString();
    }
}
