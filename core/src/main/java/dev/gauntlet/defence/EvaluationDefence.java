package dev.gauntlet.defence;

import dev.gauntlet.process.EvaluationCheck;
import dev.gauntlet.process.Pipeline;

/** A guard of the rows a model is evaluated on. */
public interface EvaluationDefence extends Defence, EvaluationCheck {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withCheck(this);
    }
}
