/** A seeded simulation of an enterprise network: the data that needs no download. */
@NullMarked
package dev.gauntlet.simulate;

import org.jspecify.annotations.NullMarked;
