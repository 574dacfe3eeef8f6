package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A remote service or program that scores batches of rows. Thread-safe. */
interface Endpoint extends AutoCloseable {
    /**
     * The answers to a batch.
     *
     * @param said what the answers mean, if the endpoint states it
     * @param items one per row
     */
    record Reply(Optional<Answer> said, List<JsonNode> items) {
        public Reply {
            items = List.copyOf(items);
        }
    }

    /**
     * Sends one batch.
     *
     * @throws InputException if it is not answered after all retries
     */
    Reply ask(Rows rows);

    /**
     * Sends one row that may be malformed, without retries.
     *
     * @param malformed the index of the malformed feature, or {@link Wire#NONE}
     */
    Reply once(Rows rows, int malformed) throws Trouble, InterruptedException;

    /** Whether every answer so far certainly belongs to its rows. */
    default boolean inOrder() {
        return true;
    }

    /**
     * Ends after the last request.
     *
     * @throws Trouble if what remains shows that answers were not in order
     */
    default void settle() throws Trouble, InterruptedException {}

    @Override
    void close();
}
