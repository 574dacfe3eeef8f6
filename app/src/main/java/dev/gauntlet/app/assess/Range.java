package dev.gauntlet.app.assess;

import dev.gauntlet.campaign.trial.Facts;
import java.util.Optional;
import java.util.Set;

/** The values that a measure can have, both ends included. */
record Range(double low, double high) {
    private static final Range SHARE = new Range(0, 1);
    private static final Range CORRELATION = new Range(-1, 1);
    private static final Range AMOUNT = new Range(0, Double.POSITIVE_INFINITY);

    /** Shares, and what is 1 if something happened. */
    private static final Set<String> SHARES = Set.of(
            Gate.DAMAGE,
            "recall",
            "falsePositiveRate",
            "precision",
            "balancedAccuracy",
            "rocAuc",
            "prAuc",
            "success",
            "cleanRecall",
            "apparentRecall",
            "trueRecall",
            "evaluationVoid",
            "foundDespiteTrigger",
            "incidentsSeen",
            "handledInTime",
            "handledInTimeUnordered",
            "precisionInField",
            "maliciousShareChanged",
            "noticed",
            "bundleRefused",
            "auc",
            Facts.AREA,
            "blindAccuracy",
            "smallestFalsePositiveRate",
            "flatGradients",
            "unstableScores",
            "unboundedSuccess",
            "truePositivesAt1Percent",
            "truePositivesAt1Permille");

    /** Counts, costs, and what is per day. */
    private static final Set<String> AMOUNTS = Set.of(
            Facts.ALERTS_PER_DAY,
            "meanQueries",
            "meanCost",
            "meanSize",
            "meanActions",
            "meanBytes",
            "meanSeconds",
            "meanConnections",
            "meanParts",
            "othersAlarmed",
            "othersSilenced",
            "queries",
            "rowsRefused",
            "overlooked",
            "refutedProofs",
            "rowsChanged",
            "rowsDropped",
            "rowsLearnt",
            "recordsSent",
            "recordsLearnt",
            "updatesRefused",
            "numbersChanged",
            "families",
            "sources",
            "repeatedRow",
            "alarmsPerCost",
            "distinctAlerts",
            "distinctAlertsPerCost",
            "unanswered");

    /** The range of a measure; empty if it is not known. */
    static Optional<Range> of(String measure) {
        return SHARES.contains(measure)
                ? Optional.of(SHARE)
                : AMOUNTS.contains(measure)
                        ? Optional.of(AMOUNT)
                        : measure.equals("mcc") ? Optional.of(CORRELATION) : Optional.empty();
    }

    /** Why a limit makes no gate: no value is beyond it, or all are; empty if it makes one. */
    Optional<String> refuses(boolean above, double limit) {
        boolean never = above ? limit >= high : limit <= low;
        boolean always = above ? limit < low : limit > high;
        return never ? Optional.of("can never trip") : always ? Optional.of("always trips") : Optional.empty();
    }

    @Override
    public String toString() {
        return Double.isInfinite(high) ? "%.0f or more".formatted(low) : "from %.0f to %.0f".formatted(low, high);
    }
}
