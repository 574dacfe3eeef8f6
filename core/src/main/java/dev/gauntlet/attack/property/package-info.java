/** Property inference: what the training data were like as a whole. */
@NullMarked
package dev.gauntlet.attack.property;

import org.jspecify.annotations.NullMarked;
