/** The metrics of a detector before it is used, and checks of the data that it was measured on. */
@NullMarked
package dev.gauntlet.process.evaluate;

import org.jspecify.annotations.NullMarked;
