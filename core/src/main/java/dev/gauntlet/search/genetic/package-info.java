/** Searches that breed changed rows from those with the best scores. */
@NullMarked
package dev.gauntlet.search.genetic;

import org.jspecify.annotations.NullMarked;
