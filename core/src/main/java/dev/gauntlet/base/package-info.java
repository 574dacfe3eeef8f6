/** Seeds, parallel work, checks and the plug-in catalogue: independent of the domain. */
@NullMarked
package dev.gauntlet.base;

import org.jspecify.annotations.NullMarked;
