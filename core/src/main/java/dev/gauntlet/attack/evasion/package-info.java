/** Evasion: malicious inputs changed so that they are called benign. */
@NullMarked
package dev.gauntlet.attack.evasion;

import org.jspecify.annotations.NullMarked;
