/** What the adversary wants, knows and can do, and the field's names for it. */
@NullMarked
package dev.gauntlet.threat;

import org.jspecify.annotations.NullMarked;
