/** The library's door for programs; the command line, runs and reports lie beneath it. */
@NullMarked
package dev.gauntlet.app;

import org.jspecify.annotations.NullMarked;
