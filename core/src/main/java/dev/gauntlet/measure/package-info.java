/** Metrics, one a file, and the intervals around them. */
@NullMarked
package dev.gauntlet.measure;

import org.jspecify.annotations.NullMarked;
