package dev.gauntlet.simulate;

/**
 * One simulated connection.
 *
 * @param ts when it began, in seconds since 1970
 * @param orig the address that opened it
 * @param origPort the port it was opened from
 * @param resp the address that was called
 * @param service what was asked for
 * @param traffic what flowed
 * @param label {@code benign} or the kind of malicious row
 */
record Flow(double ts, String orig, int origPort, String resp, Service service, Traffic traffic, String label) {}
