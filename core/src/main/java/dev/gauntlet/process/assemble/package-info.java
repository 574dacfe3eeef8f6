/** The first step: reading raw records, deriving features, and checking completeness. */
@NullMarked
package dev.gauntlet.process.assemble;

import org.jspecify.annotations.NullMarked;
