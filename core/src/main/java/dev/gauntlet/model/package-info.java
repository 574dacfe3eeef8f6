/** Models, trainers and bundles: how detectors score, are trained and are stored. */
@NullMarked
package dev.gauntlet.model;

import org.jspecify.annotations.NullMarked;
