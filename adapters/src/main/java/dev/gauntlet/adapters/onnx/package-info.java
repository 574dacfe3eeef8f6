/** Models as ONNX files: export for other programs, and import of models from other programs. */
@NullMarked
package dev.gauntlet.adapters.onnx;

import org.jspecify.annotations.NullMarked;
