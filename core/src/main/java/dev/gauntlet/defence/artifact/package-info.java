/** Guards of the deployed bundle. */
@NullMarked
package dev.gauntlet.defence.artifact;

import org.jspecify.annotations.NullMarked;
