/** Attacks on a deployed model's parameters. */
@NullMarked
package dev.gauntlet.attack.tampering;

import org.jspecify.annotations.NullMarked;
