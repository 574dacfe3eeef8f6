package dev.gauntlet.defence;

import dev.gauntlet.Suite;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.process.Pipeline;
import java.util.Set;

/** Something put up against attacks of certain families. A record; its components are its parameters. */
public interface Defence extends Plugin {
    /** The process with this defence put up. */
    Pipeline guard(Pipeline process);

    /** The families of attack it is meant for; it can be tried against others. */
    Set<String> against();

    /** The smallest suite that includes it. */
    default Suite suite() {
        return Suite.QUICK;
    }

    /** When to use it, and what it costs; a sentence or two. */
    default String when() {
        return "";
    }

    /** One sentence that tells a team what to do. */
    String advice();
}
