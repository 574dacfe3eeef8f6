package dev.gauntlet.app.run;

/**
 * A record or row that is not used.
 *
 * @param record its number in its file, from 0
 */
record LeftOut(String file, long record, String reason) {}
