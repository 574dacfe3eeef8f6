package dev.gauntlet.model;

import dev.gauntlet.base.InputException;

/** A row that a model cannot score, of rows that were scored together; the others may still be. */
public final class UnscoredRow extends InputException {
    private final int row;

    /**
     * A refusal.
     *
     * @param row its number among the rows that were asked together
     * @param problem a sentence
     */
    public UnscoredRow(int row, String problem) {
        super(problem);
        this.row = row;
    }

    /** Its number among the rows that were asked together. */
    public int row() {
        return row;
    }
}
