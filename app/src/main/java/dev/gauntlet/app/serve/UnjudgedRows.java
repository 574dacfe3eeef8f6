package dev.gauntlet.app.serve;

import java.util.Locale;

/** The verdict in the line of a row that could not be judged. */
public enum UnjudgedRows {
    /** The verdict is {@code unjudged}. */
    MARK("unjudged"),
    /** The verdict is {@code malicious}: the row needs review. */
    ALARM("malicious"),
    /** The verdict is {@code benign}: the row is let pass. */
    PASS("benign");

    private final String verdict;

    UnjudgedRows(String verdict) {
        this.verdict = verdict;
    }

    String verdict() {
        return verdict;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
