package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** What a retrained detector must pass before it replaces the present one. */
public interface UpdateGate {
    boolean accepts(Model champion, Model challenger, Dataset canaries);

    /** What an attacker who knows the gate knows of it. */
    List<Knowledge> known();
}
