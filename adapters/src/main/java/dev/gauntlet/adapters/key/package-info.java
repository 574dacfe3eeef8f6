/** Keys on disk: signing keys and trusted public keys. */
@NullMarked
package dev.gauntlet.adapters.key;

import org.jspecify.annotations.NullMarked;
