/** The format of sealed verdicts, and the check that none was altered, dropped, reordered or replayed. */
@NullMarked
package dev.gauntlet.app.seal;

import org.jspecify.annotations.NullMarked;
