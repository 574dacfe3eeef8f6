/** Models as ONNX files: written for other programs to run, and read from those that other programs wrote. */
@NullMarked
package dev.gauntlet.adapters.onnx;

import org.jspecify.annotations.NullMarked;
