/** Support vector machines fitted by LIBSVM and scored by our own radial kernel. */
@NullMarked
package dev.gauntlet.adapters.libsvm;

import org.jspecify.annotations.NullMarked;
