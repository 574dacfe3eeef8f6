/** Attacks on training, retraining and evaluation data. */
@NullMarked
package dev.gauntlet.attack.poisoning;

import org.jspecify.annotations.NullMarked;
