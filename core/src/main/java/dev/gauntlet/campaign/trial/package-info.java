/** One trial per family: hands the attack its grant, re-checks what comes back, and measures every arm. */
@NullMarked
package dev.gauntlet.campaign.trial;

import org.jspecify.annotations.NullMarked;
