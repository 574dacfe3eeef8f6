/** Drift: whether live rows still look like the training data. */
@NullMarked
package dev.gauntlet.process.monitor;

import org.jspecify.annotations.NullMarked;
