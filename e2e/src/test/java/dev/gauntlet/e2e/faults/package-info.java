/** What Gauntlet leaves behind when processes are killed, disks fill, files are damaged and inputs are hostile. */
@NullMarked
package dev.gauntlet.e2e.faults;

import org.jspecify.annotations.NullMarked;
