package dev.gauntlet.adapters.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * One line of the history.
 *
 * @param number 1, 2, 3 ...
 * @param time when, in ISO 8601
 * @param what in words, such as {@code add}, {@code promote}, {@code roll back}, {@code retire} or {@code trust}
 * @param version the version that was changed; 0 where a key was
 * @param outcome in words, such as {@code candidate -> shadow}
 * @param signer the registry's name for the key of the version, or for the key that was trusted
 * @param key the id of that key
 * @param previous the SHA-256 of the line before, 64 zeros for the first
 * @param state the SHA-256 of the state that the change leads to; empty in lines of earlier versions
 */
public record Change(
        int number,
        String time,
        String what,
        int version,
        String outcome,
        String signer,
        String key,
        String previous,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String state) {
    static final String FIRST = "0".repeat(64);

    public Change {
        state = Objects.requireNonNullElse(state, "");
    }
}
