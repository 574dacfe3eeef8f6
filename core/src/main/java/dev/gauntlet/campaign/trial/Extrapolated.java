package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;

/**
 * The metrics of a detector on the test part if all rows of the victims' class were attacked as successfully as the victims.
 * Where the attack moves a rate, its interval contains the error of the success too, and its cases are the victims.
 *
 * @param success the share of rows moved, of those on the side on which the detector puts them rightly
 * @param raised whether benign rows are made to alarm; else malicious rows are made to pass
 */
record Extrapolated(Confusion clean, Interval success, boolean raised) {
    private Confusion confusion() {
        int passed = raised ? 0 : (int) Math.rint(success.value() * clean.truePositives());
        int alarmed = raised ? (int) Math.rint(success.value() * clean.trueNegatives()) : 0;
        return new Confusion(
                clean.truePositives() - passed,
                clean.falsePositives() + alarmed,
                clean.trueNegatives() - alarmed,
                clean.falseNegatives() + passed);
    }

    /** An arm with the metrics. */
    Arm counted(Lab lab, Arm arm) {
        Confusion moved = confusion();
        Arm counted = lab.counted(arm, moved);
        if (!raised) {
            Interval recall = left(clean.recall(), moved.recall().value());
            return counted.with("recall", recall).with("balancedAccuracy", recall.meanWith(passing(moved)));
        }
        Interval passing = left(passing(clean), passing(moved).value());
        return counted.with(
                        "falsePositiveRate",
                        new Interval(
                                moved.falsePositiveRate().value(), 1 - passing.high(), 1 - passing.low(), passing.n()))
                .with("balancedAccuracy", moved.recall().meanWith(passing));
    }

    private static Interval passing(Confusion confusion) {
        return Interval.share(confusion.trueNegatives(), confusion.falsePositives() + confusion.trueNegatives());
    }

    /** What is left of a share after the attack: its product with the share not moved, of which each adds its error. */
    private Interval left(Interval share, double value) {
        double kept = 1 - success.value();
        double down = StrictMath.hypot(
                kept * (share.value() - share.low()), share.value() * (success.high() - success.value()));
        double up = StrictMath.hypot(
                kept * (share.high() - share.value()), share.value() * (success.value() - success.low()));
        return new Interval(
                value, Math.max(0, value - down), Math.min(1, value + up), Math.min(share.n(), success.n()));
    }
}
