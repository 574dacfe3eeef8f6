/** Detectors: those given, imported or reached as a target, and those the train step makes. It reads model files of other programs, and says where a detector comes from. */
@NullMarked
package dev.gauntlet.app.detector;

import org.jspecify.annotations.NullMarked;
