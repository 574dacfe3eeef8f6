/** Trainers written here because their models must be white boxes: trees, forests, linear models, networks. */
@NullMarked
package dev.gauntlet.model.learn;

import org.jspecify.annotations.NullMarked;
