/** Remote detectors: behind a URL, or as a program. */
@NullMarked
package dev.gauntlet.adapters.remote;

import org.jspecify.annotations.NullMarked;
