/** What a train step is made of beside the algorithm: the search for its settings, calibration, the operating point. */
@NullMarked
package dev.gauntlet.process.train;

import org.jspecify.annotations.NullMarked;
