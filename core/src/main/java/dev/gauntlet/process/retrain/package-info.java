/**
 * The retrain step: training windows, schedules, and the gate that decides whether the new detector replaces the old
 * one.
 */
@NullMarked
package dev.gauntlet.process.retrain;

import org.jspecify.annotations.NullMarked;
