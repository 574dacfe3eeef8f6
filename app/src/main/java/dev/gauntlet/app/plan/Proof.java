package dev.gauntlet.app.plan;

import java.util.Optional;

/**
 * What shows that protections are in place.
 *
 * @param registry a registry, whose champion is signed
 * @param verdicts a file of sealed verdicts
 * @param sealKey the secret key that sealed them
 */
public record Proof(Optional<String> registry, Optional<String> verdicts, Optional<String> sealKey) {
    /** Nothing shows it. */
    public static final Proof NONE = new Proof(Optional.empty(), Optional.empty(), Optional.empty());
}
