/** Plans, and the files they are written in. A plan holds everything that determines the findings. */
@NullMarked
package dev.gauntlet.app.plan;

import org.jspecify.annotations.NullMarked;
