/** The first step in full: what is read of raw records, what is derived from them, and how complete they are. */
@NullMarked
package dev.gauntlet.process.assemble;

import org.jspecify.annotations.NullMarked;
