/** Retraining of a deployed detector: once, into a registry, or day by day over a plan's data. */
@NullMarked
package dev.gauntlet.app.retrain;

import org.jspecify.annotations.NullMarked;
