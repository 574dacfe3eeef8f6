/** Attacks on the data that a model is judged by. */
@NullMarked
package dev.gauntlet.attack.evaluation;

import org.jspecify.annotations.NullMarked;
