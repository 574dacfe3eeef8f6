/** Exact search for the least change of a row that moves the score of trees across a decision point. */
@NullMarked
package dev.gauntlet.search.trees;

import org.jspecify.annotations.NullMarked;
