/** Records, rows, schemas and rules: what a row is, and which changes of it are valid. */
@NullMarked
package dev.gauntlet.data;

import org.jspecify.annotations.NullMarked;
