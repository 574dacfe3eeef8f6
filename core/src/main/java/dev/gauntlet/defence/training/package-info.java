/** Trainers of detectors that are harder to attack. */
@NullMarked
package dev.gauntlet.defence.training;

import org.jspecify.annotations.NullMarked;
