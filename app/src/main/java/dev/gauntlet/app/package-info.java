/** The entry point for programs; the command line, runs and reports are in the packages below. */
@NullMarked
package dev.gauntlet.app;

import org.jspecify.annotations.NullMarked;
