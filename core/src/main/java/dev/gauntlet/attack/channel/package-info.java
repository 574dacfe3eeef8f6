/** Man-in-the-middle attacks on the verdict stream. */
@NullMarked
package dev.gauntlet.attack.channel;

import org.jspecify.annotations.NullMarked;
