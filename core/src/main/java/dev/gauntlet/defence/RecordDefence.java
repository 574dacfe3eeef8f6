package dev.gauntlet.defence;

import dev.gauntlet.process.Intake;
import dev.gauntlet.process.Pipeline;

/** A rule on which raw records may be learnt from as benign. */
public interface RecordDefence extends Defence, Intake {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withIntake(this);
    }
}
