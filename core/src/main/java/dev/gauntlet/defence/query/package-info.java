/** What stands between questions and answers. */
@NullMarked
package dev.gauntlet.defence.query;

import org.jspecify.annotations.NullMarked;
