/** Gauntlet: a detector's whole process, with an adversary at every step. */
@NullMarked
package dev.gauntlet;

import org.jspecify.annotations.NullMarked;
