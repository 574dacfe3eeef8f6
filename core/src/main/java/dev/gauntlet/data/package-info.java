/** Records, rows, schemas and rules: what a row is, and what may lawfully happen to it. */
@NullMarked
package dev.gauntlet.data;

import org.jspecify.annotations.NullMarked;
