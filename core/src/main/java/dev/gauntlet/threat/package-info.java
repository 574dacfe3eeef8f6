/** The adversary's goals, knowledge and capabilities, and their ids in public taxonomies. */
@NullMarked
package dev.gauntlet.threat;

import org.jspecify.annotations.NullMarked;
