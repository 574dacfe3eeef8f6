package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Finding;
import java.util.Locale;

/** The result of an attack, the worst first; shown by a word, a shape and a colour. */
public enum Mark {
    BROKEN("Broken"),
    OPEN("Open"),
    FAILED("Failed"),
    INCONCLUSIVE("Inconclusive"),
    HELD("Held"),
    IN_PLACE("In place"),
    SKIPPED("Skipped"),
    UNTRIED("Not tried");

    private final String word;

    Mark(String word) {
        this.word = word;
    }

    static Mark of(Finding.Outcome outcome) {
        return valueOf(outcome.name());
    }

    public String word() {
        return word;
    }

    /** The name used in classes and links. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
