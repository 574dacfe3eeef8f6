/** Direct poisoning: rows added to the training set, backdoors among them. */
@NullMarked
package dev.gauntlet.attack.poisoning;

import org.jspecify.annotations.NullMarked;
