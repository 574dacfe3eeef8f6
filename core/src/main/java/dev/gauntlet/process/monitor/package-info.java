/** Whether what a deployed detector sees is still what it was trained on. */
@NullMarked
package dev.gauntlet.process.monitor;

import org.jspecify.annotations.NullMarked;
