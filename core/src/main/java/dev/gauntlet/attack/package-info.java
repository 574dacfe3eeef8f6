/** Attacks: the family interfaces, each a function on what flows along one arrow of the process. */
@NullMarked
package dev.gauntlet.attack;

import org.jspecify.annotations.NullMarked;
