/** The retrain step: what is learnt from, when, and whether the new detector takes the place of the old one. */
@NullMarked
package dev.gauntlet.process.retrain;

import org.jspecify.annotations.NullMarked;
