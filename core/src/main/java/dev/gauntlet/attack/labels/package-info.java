/** Attacks on labels: training rows are called what they are not. */
@NullMarked
package dev.gauntlet.attack.labels;

import org.jspecify.annotations.NullMarked;
