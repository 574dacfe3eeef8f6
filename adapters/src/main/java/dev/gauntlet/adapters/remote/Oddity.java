package dev.gauntlet.adapters.remote;

/**
 * How a target handled a malformed row.
 *
 * @param what was wrong with the row
 * @param answered whether it gave an answer that could be one of a good row
 * @param said the answer, or how it refused
 */
public record Oddity(String what, boolean answered, String said) {}
