/** Attacks that learn about the training data. */
@NullMarked
package dev.gauntlet.attack.privacy;

import org.jspecify.annotations.NullMarked;
