package dev.gauntlet.defence;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;

/** A gate that a retrained detector must pass before it replaces the present one. */
public non-sealed interface UpdateDefence extends Defence {
    boolean accepts(Model champion, Model challenger, Dataset canaries);

    /** What an attacker who knows the gate stays under. */
    Knowledge.Limit known();
}
