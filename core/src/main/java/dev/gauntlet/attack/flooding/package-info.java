/** Changed inputs that are harmless and raise an alarm. */
@NullMarked
package dev.gauntlet.attack.flooding;

import org.jspecify.annotations.NullMarked;
