/** Trainers that learn a harder detector. */
@NullMarked
package dev.gauntlet.defence.training;

import org.jspecify.annotations.NullMarked;
