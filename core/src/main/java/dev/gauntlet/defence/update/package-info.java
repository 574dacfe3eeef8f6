/** Gates that a retrained model must pass. */
@NullMarked
package dev.gauntlet.defence.update;

import org.jspecify.annotations.NullMarked;
