/** Guards of the alarm stream on its way to the analyst. */
@NullMarked
package dev.gauntlet.defence.verdict;

import org.jspecify.annotations.NullMarked;
