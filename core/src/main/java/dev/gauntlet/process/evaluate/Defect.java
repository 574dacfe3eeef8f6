package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A reason why a detector is unusable even without attacks. A detector with a defect can withstand every attack and
 * still be useless.
 *
 * @param id {@code never-alarms}, {@code always-alarms}, {@code constant-score}, {@code no-recall} or {@code
 *     false-alarms}
 * @param text the measurement in words
 */
public record Defect(String id, String text) {
    /** The false-positive rate is far from the requested one if its 95 % interval is above this multiple of it. */
    public static final double FAR = 2;
    /** The id of a false-positive rate far from the requested one. */
    public static final String FALSE_ALARMS = "false-alarms";

    /** If the requested rate is very small, the interval must also be above this rate. */
    public static final double LEAST = 0.001;

    /**
     * The defects of a detector.
     *
     * @param asked the false-positive rate for which the threshold was set, if it was set that way; a lower rate is not
     *     a defect, because scores that separate the classes well cause no false alarms
     */
    public static List<Defect> of(Scorecard card, Optional<Double> asked) {
        Confusion counts = card.confusion();
        int malicious = counts.malicious();
        int benign = counts.benign();
        int rows = malicious + benign - card.unjudged().malicious();
        int alarms = counts.truePositives() + counts.falsePositives();
        List<Defect> defects = new ArrayList<>();
        if (card.distinctScores() == 1 && rows > 1) {
            defects.add(new Defect(
                    "constant-score",
                    "It gives all %d test rows the same score, so no threshold separates them".formatted(rows)));
        }
        if (alarms == 0 && malicious > 0) {
            defects.add(new Defect(
                    "never-alarms",
                    Plural.format(
                            "It never alarms: on none of %d test row[s], %d of them malicious", rows, malicious)));
        } else if (counts.truePositives() == 0 && malicious > 0) {
            defects.add(new Defect(
                    "no-recall",
                    Plural.format(
                            "Its recall at the operating point is 0: it misses all %d malicious test row[s], and alarms on %d"
                                    + " of %d benign ones",
                            malicious, counts.falsePositives(), benign)));
        }
        if (alarms == rows && benign > 0) {
            defects.add(new Defect(
                    "always-alarms",
                    "It always alarms: on all %d test rows, %d of them benign".formatted(rows, benign)));
        } else {
            asked.flatMap(rate -> falseAlarms(counts.falsePositiveRate(), rate)).ifPresent(defects::add);
        }
        return defects;
    }

    private static Optional<Defect> falseAlarms(Interval observed, double asked) {
        return observed.low() <= Math.max(FAR * asked, LEAST)
                ? Optional.empty()
                : Optional.of(new Defect(
                        FALSE_ALARMS,
                        String.format(
                                Locale.ROOT,
                                "It alarms on %.3f [%.3f, %.3f] of the benign test rows; the requested rate is %s",
                                observed.value(),
                                observed.low(),
                                observed.high(),
                                plain(asked))));
    }

    private static String plain(double rate) {
        return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }
}
