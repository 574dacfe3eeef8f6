/** Models of scikit-learn in a plain JSON layout. */
@NullMarked
package dev.gauntlet.adapters.sklearn;

import org.jspecify.annotations.NullMarked;
