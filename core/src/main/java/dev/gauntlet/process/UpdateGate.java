package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** The check that a retrained detector must pass before it replaces the current one. */
public interface UpdateGate {
    /**
     * Decides on a challenger.
     *
     * @param first the first detector, which is trusted
     * @param champion the current detector
     * @param trusted labelled rows that none of them was trained on
     */
    boolean accepts(Model first, Model champion, Model challenger, Dataset trusted);

    /** What an attacker who knows the gate knows of it. */
    List<Knowledge> known();
}
