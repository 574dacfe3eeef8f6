/** The command line. */
@NullMarked
package dev.gauntlet.app.cli;

import org.jspecify.annotations.NullMarked;
