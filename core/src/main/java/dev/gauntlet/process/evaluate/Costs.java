package dev.gauntlet.process.evaluate;

import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.Optional;

/**
 * What a detector's mistakes cost at stated prices. What all alarms or none would cost stands beside it: a detector above
 * both is worth nothing.
 *
 * @param perThousand of test rows, as they are mixed there
 * @param never what a thousand rows would cost if none alarmed
 * @param always what they would cost if all did
 * @param perDay at a stated base rate, if one was stated
 */
public record Costs(
        OperatingPoint.Cost price, Interval perThousand, double never, double always, Optional<Interval> perDay) {
    static Costs of(Confusion confusion, OperatingPoint.Cost price, Optional<BaseRate> rate) {
        int malicious = confusion.truePositives() + confusion.falseNegatives();
        int benign = confusion.falsePositives() + confusion.trueNegatives();
        double share = malicious / (double) Math.max(1, malicious + benign);
        return new Costs(
                price,
                of(confusion, price, share, 1000),
                1000 * share * price.miss(),
                1000 * (1 - share) * price.falseAlarm(),
                rate.map(r -> of(confusion, price, r.prevalence(), r.eventsPerDay())));
    }

    private static Interval of(Confusion confusion, OperatingPoint.Cost price, double prevalence, double events) {
        Interval missed =
                Interval.share(confusion.falseNegatives(), confusion.falseNegatives() + confusion.truePositives());
        return missed.weighted(
                events * prevalence * price.miss(),
                confusion.falsePositiveRate(),
                events * (1 - prevalence) * price.falseAlarm());
    }
}
