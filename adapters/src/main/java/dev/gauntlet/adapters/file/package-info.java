/** Data files read into records, schema files, and bundles on disk. */
@NullMarked
package dev.gauntlet.adapters.file;

import org.jspecify.annotations.NullMarked;
