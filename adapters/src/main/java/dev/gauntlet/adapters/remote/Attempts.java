package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retries what failed for a transient reason: after a quarter of a second, then twice as long each time up to 20 s, of
 * which a random half is left out so that many clients do not retry at once; never sooner than the target requested.
 */
record Attempts(Target target) {
    private static final double FIRST = 0.25;
    private static final double LONGEST = 20;
    /** If the target requests a longer wait, the retry is given up. */
    private static final double PATIENCE = 120;

    /** One question. */
    interface Question {
        Endpoint.Reply ask() throws Trouble, InterruptedException;
    }

    /**
     * The answer, when it comes.
     *
     * @throws InputException if it does not
     */
    Endpoint.Reply run(int rows, Question question) {
        try {
            for (int failed = 0; ; failed++) {
                try {
                    return question.ask();
                } catch (Trouble trouble) {
                    if (!trouble.isPassing() || failed == target.traffic().retries() || trouble.pause() > PATIENCE) {
                        throw target.unanswered(rows, failed + 1, trouble);
                    }
                    double backoff = Math.min(LONGEST, FIRST * Math.pow(2, failed))
                            * ThreadLocalRandom.current().nextDouble(0.5, 1);
                    Thread.sleep((long) (1000 * Math.max(backoff, trouble.pause())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while querying " + target.name(), e);
        }
    }
}
