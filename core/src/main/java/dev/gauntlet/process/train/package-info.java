/** The parts of the train step besides the algorithm: the search for its settings, calibration, the operating point. */
@NullMarked
package dev.gauntlet.process.train;

import org.jspecify.annotations.NullMarked;
