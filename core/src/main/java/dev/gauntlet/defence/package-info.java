/** Defences by the arrow they guard; each returns what it was given. */
@NullMarked
package dev.gauntlet.defence;

import org.jspecify.annotations.NullMarked;
