/** Keys on disk: who can sign, and who can have signed. */
@NullMarked
package dev.gauntlet.adapters.key;

import org.jspecify.annotations.NullMarked;
