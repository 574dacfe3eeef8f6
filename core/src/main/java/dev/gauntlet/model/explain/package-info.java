/** What each feature contributed to an answer. */
@NullMarked
package dev.gauntlet.model.explain;

import org.jspecify.annotations.NullMarked;
