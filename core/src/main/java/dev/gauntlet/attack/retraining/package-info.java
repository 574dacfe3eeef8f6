/** Attacks that work on a detector through its retrainings. */
@NullMarked
package dev.gauntlet.attack.retraining;

import org.jspecify.annotations.NullMarked;
