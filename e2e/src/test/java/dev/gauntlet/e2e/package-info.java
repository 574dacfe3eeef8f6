/** The built command run as a user would. */
@NullMarked
package dev.gauntlet.e2e;

import org.jspecify.annotations.NullMarked;
