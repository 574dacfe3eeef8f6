package dev.gauntlet.threat;

import java.util.Optional;

/** Something an attack needs: a capability or access the threat model grants, or a property the data have. */
public enum Requirement {
    /** Change labels of training rows. */
    LABELS("change labels of training rows"),
    /** Add rows to the training set. */
    TRAINING_ROWS("add rows to the training set"),
    /** Send traffic whose raw records are collected for training. */
    RAW_RECORDS("raw records before feature extraction", true),
    /** Change the data a model is evaluated on. */
    EVALUATION_DATA("change the training or test rows of an evaluation"),
    /** Submit rows between retrainings. */
    RETRAINING("submit rows to the next retraining"),
    /** Write to the deployed bundle. */
    PARAMETERS("write to the deployed model"),
    /** Query the detector and see its decision. */
    QUERY("query the detector"),
    /** Query the detector and see its score. */
    SCORES("see the detector's scores", Access.TOP_SCORE),
    /** Query the detector for its gradients. */
    GRADIENTS("see the detector's gradients", Access.GRADIENTS),
    /** Read the trees the detector consists of. */
    TREES("see the detector's trees", Access.TREES),
    /** Read everything the detector consists of. */
    WHITE_BOX("read the detector's parameters", Access.PARAMETERS),
    /** Data like the detector's own. */
    AUXILIARY("have data similar to the training data"),
    /** Send inputs that the attacker made. */
    INPUTS("send its own inputs"),
    /** Change verdicts between detector and analyst. */
    VERDICTS("change verdicts between detector and analyst"),
    /** Rows with a time. */
    TIMES("a time column", true),
    /** Rows with a source. */
    SOURCES("a source column", true);

    private final String text;
    private final boolean ofData;
    private final Optional<Access> access;

    Requirement(String text) {
        this(text, false, Optional.empty());
    }

    Requirement(String text, boolean ofData) {
        this(text, ofData, Optional.empty());
    }

    Requirement(String text, Access access) {
        this(text, false, Optional.of(access));
    }

    Requirement(String text, boolean ofData, Optional<Access> access) {
        this.text = text;
        this.ofData = ofData;
        this.access = access;
    }

    public String text() {
        return text;
    }

    /** Whether the data must have it, rather than the threat model grant it. */
    public boolean ofData() {
        return ofData;
    }

    /** How much answers must show for it, if it is access and not a capability. */
    public Optional<Access> access() {
        return access;
    }
}
