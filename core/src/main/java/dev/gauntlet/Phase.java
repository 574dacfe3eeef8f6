package dev.gauntlet;

import java.util.Locale;

/** The eight steps of the machine-learning process, in order; an attack names the ones it targets. */
public enum Phase {
    ASSEMBLE,
    LABEL,
    SPLIT,
    TRAIN,
    EVALUATE,
    DEPLOY,
    INFER,
    RETRAIN;

    /** The name used in commands, plans and reports, for example {@code train}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
