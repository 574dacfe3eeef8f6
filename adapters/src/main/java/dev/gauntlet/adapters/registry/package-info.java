/** The versions of a detector in a folder: their stages, their history and what they are made of. */
@NullMarked
package dev.gauntlet.adapters.registry;

import org.jspecify.annotations.NullMarked;
