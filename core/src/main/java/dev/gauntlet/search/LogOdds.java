package dev.gauntlet.search;

/** The log-odds of an answer, kept finite. */
public final class LogOdds {
    private LogOdds() {}

    /**
     * The log-odds that the detector gives to a label.
     *
     * @param probability of the malicious class
     * @param malicious whether that is the label
     */
    public static double of(double probability, boolean malicious) {
        double p = Math.max(1e-9, Math.min(1 - 1e-9, malicious ? probability : 1 - probability));
        return StrictMath.log(p / (1 - p));
    }
}
