/** Everything that changes a file system. */
@NullMarked
package dev.gauntlet.adapters.disk;

import org.jspecify.annotations.NullMarked;
