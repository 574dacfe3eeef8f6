/** White-box forms of models and their batch kernels. */
@NullMarked
package dev.gauntlet.model.kernel;

import org.jspecify.annotations.NullMarked;
