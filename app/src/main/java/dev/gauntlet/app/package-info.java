/** The entry point for programs; the steps, the command line and the reports are in the packages below. */
@NullMarked
package dev.gauntlet.app;

import org.jspecify.annotations.NullMarked;
