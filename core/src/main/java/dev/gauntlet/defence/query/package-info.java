/** Guards between queries and answers. */
@NullMarked
package dev.gauntlet.defence.query;

import org.jspecify.annotations.NullMarked;
