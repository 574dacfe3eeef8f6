/** Extraction: copies of a detector from its answers. */
@NullMarked
package dev.gauntlet.attack.extraction;

import org.jspecify.annotations.NullMarked;
