package dev.gauntlet.process;

/**
 * An alarm on its way to the analyst.
 *
 * @param source who raised it
 * @param day the day it was raised on
 * @param group what it is about, equal for alarms that look the same; empty if no rule looks at it
 */
public record Alert(String source, long day, String group) {}
