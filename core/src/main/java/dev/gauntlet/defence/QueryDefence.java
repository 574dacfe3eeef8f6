package dev.gauntlet.defence;

import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;

/** Something between the detector and who asks it. */
public non-sealed interface QueryDefence extends Defence {
    /** A fresh guard for one asker. */
    Oracle.Guard guard();

    /** What an attacker who knows the guard stays under. */
    Knowledge.Limit known();
}
