package dev.gauntlet.campaign;

import dev.gauntlet.base.InputException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** A result, or the reason why there is none. */
record Attempt<T>(Optional<T> result, String failure) {
    static <T> Attempt<T> at(Supplier<T> work) {
        try {
            return new Attempt<>(Optional.of(work.get()), "");
        } catch (InputException | UncheckedIOException e) {
            // Neither is the fault of what is tried.
            throw e;
        } catch (RuntimeException e) {
            return failed(
                    e instanceof IllegalArgumentException && e.getMessage() != null
                            ? e.getMessage()
                            : e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    static <T> Attempt<T> failed(String reason) {
        return new Attempt<>(Optional.empty(), reason);
    }
}
