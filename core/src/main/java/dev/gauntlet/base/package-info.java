/** Seeds, parallel work, checks and the plug-in catalogue: nothing of the domain. */
@NullMarked
package dev.gauntlet.base;

import org.jspecify.annotations.NullMarked;
