/** What is measured of a detector before anyone relies on it, and what may be wrong with the data it was measured on. */
@NullMarked
package dev.gauntlet.process.evaluate;

import org.jspecify.annotations.NullMarked;
