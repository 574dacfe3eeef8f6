/** The eight steps of the machine-learning process, one file each. */
@NullMarked
package dev.gauntlet.process;

import org.jspecify.annotations.NullMarked;
