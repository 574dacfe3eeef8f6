/** Engines that several attack families share. */
@NullMarked
package dev.gauntlet.search;

import org.jspecify.annotations.NullMarked;
