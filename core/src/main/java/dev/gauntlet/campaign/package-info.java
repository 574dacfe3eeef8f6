/** Trials that evaluate attacks, and the engine that runs them. */
@NullMarked
package dev.gauntlet.campaign;

import org.jspecify.annotations.NullMarked;
