/** Reverse engineering: which family of algorithms answers? */
@NullMarked
package dev.gauntlet.attack.fingerprint;

import org.jspecify.annotations.NullMarked;
