/** Labels from several hands: how far they agree, what they say together, and which to look at again. */
@NullMarked
package dev.gauntlet.process.label;

import org.jspecify.annotations.NullMarked;
