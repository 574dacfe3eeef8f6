/** A man in the middle of the verdict stream. */
@NullMarked
package dev.gauntlet.attack.channel;

import org.jspecify.annotations.NullMarked;
