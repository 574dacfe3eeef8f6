/** Reverse engineering and extraction of a model by queries. */
@NullMarked
package dev.gauntlet.attack.probing;

import org.jspecify.annotations.NullMarked;
