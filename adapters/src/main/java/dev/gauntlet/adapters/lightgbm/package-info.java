/** Models of LightGBM. */
@NullMarked
package dev.gauntlet.adapters.lightgbm;

import org.jspecify.annotations.NullMarked;
