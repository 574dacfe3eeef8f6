/** What the readers of other programs' model files share. */
@NullMarked
package dev.gauntlet.adapters.foreign;

import org.jspecify.annotations.NullMarked;
