/** Searches along the gradient of a score: within a distance, for the least change, and under rules between features. */
@org.jspecify.annotations.NullMarked
package dev.gauntlet.search.gradient;
