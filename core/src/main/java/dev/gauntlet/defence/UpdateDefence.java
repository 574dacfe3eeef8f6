package dev.gauntlet.defence;

import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.UpdateGate;

/** A gate that a retrained detector must pass before it replaces the current one. */
public interface UpdateDefence extends Defence, UpdateGate {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withGate(this);
    }
}
