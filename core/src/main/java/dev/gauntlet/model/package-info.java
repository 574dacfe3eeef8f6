/** What a detector can be asked, how it is trained and how it travels. */
@NullMarked
package dev.gauntlet.model;

import org.jspecify.annotations.NullMarked;
