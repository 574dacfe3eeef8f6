/** Attacks: the family interfaces, each a function on the data at one step of the process. */
@NullMarked
package dev.gauntlet.attack;

import org.jspecify.annotations.NullMarked;
