/** Defences of training data and raw records. */
@NullMarked
package dev.gauntlet.defence.data;

import org.jspecify.annotations.NullMarked;
