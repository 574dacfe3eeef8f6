/** Membership inference: was a row in the training set? */
@NullMarked
package dev.gauntlet.attack.membership;

import org.jspecify.annotations.NullMarked;
