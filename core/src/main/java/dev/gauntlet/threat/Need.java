package dev.gauntlet.threat;

/** Something an attack cannot do without: a power the threat model grants, or a property the data have. */
public enum Need {
    /** Change labels of training rows. */
    LABELS("change labels of training rows", false),
    /** Add rows to the training set. */
    TRAINING_ROWS("add rows to the training set", false),
    /** Send traffic whose raw records are collected for training. */
    RAW_RECORDS("raw records before feature extraction", true),
    /** Touch the data a model is judged on. */
    EVALUATION_DATA("touch the evaluation data", false),
    /** Submit rows between retrainings. */
    RETRAINING("submit rows that the next retraining learns from", false),
    /** Write to the deployed bundle. */
    PARAMETERS("write to the deployed model", false),
    /** Ask the detector and see its decision. */
    QUERY("ask the detector", false),
    /** Ask the detector and see its score. */
    SCORES("see the detector's scores", false),
    /** Data like the detector's own. */
    AUXILIARY("hold rows like the detector's own", false),
    /** Send inputs of its own making. */
    INPUTS("send inputs of its own making", false),
    /** Sit between detector and analyst. */
    VERDICTS("sit between detector and analyst", false),
    /** Rows with a time. */
    TIMES("a time column", true),
    /** Rows with a source. */
    SOURCES("a source column", true);

    private final String text;
    private final boolean ofData;

    Need(String text, boolean ofData) {
        this.text = text;
        this.ofData = ofData;
    }

    public String text() {
        return text;
    }

    /** Whether the data must have it, rather than the threat model grant it. */
    public boolean ofData() {
        return ofData;
    }
}
