/** Reverse engineering and extraction of a model by questions. */
@NullMarked
package dev.gauntlet.attack.probing;

import org.jspecify.annotations.NullMarked;
