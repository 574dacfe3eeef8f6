/** Labels from several labellers: their agreement, their combination, and which labels to review. */
@NullMarked
package dev.gauntlet.process.label;

import org.jspecify.annotations.NullMarked;
