package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Set;

/**
 * Something an adversary does to one arrow of the process. A record: its components are its parameters. Each family
 * is an interface of its own with the family's function, and a trial in {@code campaign.trial}.
 */
public interface Attack extends Plugin {
    /** The step it strikes. */
    Phase phase();

    AttackClass attackClass();

    /** The name of its family in plans and gates, for example {@code poisoning}. */
    String family();

    /** The smallest suite that includes it. */
    default Suite suite() {
        return Suite.QUICK;
    }

    /** When to use it, and what it takes; a sentence or two. */
    default String when() {
        return "";
    }

    /** What it needs. */
    Set<Requirement> needs();

    /** What it does without but uses where it is granted. */
    default Set<Requirement> uses() {
        return Set.of();
    }

    /** Its key in the taxonomy file. */
    String taxonomy();

    /** The kinds of knowledge of a defence that it can use; empty if it can only be run again. */
    default Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of();
    }
}
