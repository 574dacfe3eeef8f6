/** Changed inputs that are malicious and called benign. */
@NullMarked
package dev.gauntlet.attack.evasion;

import org.jspecify.annotations.NullMarked;
