/** Linear models fitted by liblinear and scored by our own linear kernels. */
@NullMarked
package dev.gauntlet.adapters.liblinear;

import org.jspecify.annotations.NullMarked;
