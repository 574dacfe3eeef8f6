package dev.gauntlet.adapters.remote;

/**
 * How a target handled a malformed row.
 *
 * @param what is malformed in the row
 * @param answered whether it returned a plausible answer instead of an error
 * @param said the answer or the error
 */
public record Oddity(String what, boolean answered, String said) {}
