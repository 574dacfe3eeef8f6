/** The world outside: files, native learners, bundles on disk. */
@NullMarked
package dev.gauntlet.adapters;

import org.jspecify.annotations.NullMarked;
