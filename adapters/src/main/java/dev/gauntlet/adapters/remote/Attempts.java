package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retries requests after transient failures with exponential backoff and jitter: the wait starts at 0.25 s, doubles
 * each time up to 20 s, and is shortened at random by up to half. It is never shorter than the target requested.
 */
record Attempts(Target target) {
    private static final double FIRST = 0.25;
    private static final double LONGEST = 20;
    /** If the target requests a longer wait, in seconds, the request is not retried. */
    private static final double PATIENCE = 120;

    /** One request. */
    interface Question {
        Endpoint.Reply ask() throws Trouble, InterruptedException;
    }

    /**
     * Sends the request until it is answered.
     *
     * @throws InputException if it is not answered
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
