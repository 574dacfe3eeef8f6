/** Detectors that run elsewhere: behind an address, or as a program. */
@NullMarked
package dev.gauntlet.adapters.remote;

import org.jspecify.annotations.NullMarked;
