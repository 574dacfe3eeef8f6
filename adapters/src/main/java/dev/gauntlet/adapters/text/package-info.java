/** Features of raw texts: URLs and domain names, aware of public suffixes. */
@NullMarked
package dev.gauntlet.adapters.text;

import org.jspecify.annotations.NullMarked;
