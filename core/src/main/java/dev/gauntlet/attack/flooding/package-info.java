/** Flooding: harmless inputs changed so that they raise an alarm. */
@NullMarked
package dev.gauntlet.attack.flooding;

import org.jspecify.annotations.NullMarked;
