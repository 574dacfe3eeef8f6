package dev.gauntlet.defence;

import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;

/** A guard between the detector and its clients. */
public non-sealed interface QueryDefence extends Defence {
    /** A fresh guard for one client. */
    Oracle.Guard guard();

    /** What an attacker who knows the guard stays under. */
    Knowledge.Limit known();
}
