/** Indirect poisoning: raw records that are collected for training. */
@NullMarked
package dev.gauntlet.attack.indirect;

import org.jspecify.annotations.NullMarked;
