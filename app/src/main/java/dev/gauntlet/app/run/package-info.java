/** One assessment: its plan, its preparation, its folder. */
@NullMarked
package dev.gauntlet.app.run;

import org.jspecify.annotations.NullMarked;
