/** One assessment: its preparation, its cells and their results, its gates and its folder. */
@NullMarked
package dev.gauntlet.app.assess;

import org.jspecify.annotations.NullMarked;
