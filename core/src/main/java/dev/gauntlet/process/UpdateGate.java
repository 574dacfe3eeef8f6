package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** What a retrained detector must pass before it replaces the present one. */
public interface UpdateGate {
    /**
     * Decides on a challenger.
     *
     * @param first the first detector, which is trusted
     * @param champion the present one
     * @param trusted labelled rows that none of them learnt from
     */
    boolean accepts(Model first, Model champion, Model challenger, Dataset trusted);

    /** What an attacker who knows the gate knows of it. */
    List<Knowledge> known();
}
