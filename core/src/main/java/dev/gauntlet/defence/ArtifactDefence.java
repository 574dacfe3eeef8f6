package dev.gauntlet.defence;

import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Release;

/** A guard of the deployed bundle. */
public interface ArtifactDefence extends Defence, Release {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withRelease(this);
    }
}
