package dev.gauntlet.process.evaluate;

import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.Optional;

/**
 * The expected cost of a detector's mistakes.
 *
 * @param perThousand test rows, with the class shares of the test rows
 * @param perDay at a stated base rate, if one was stated
 */
public record Costs(OperatingPoint.Cost price, Bill perThousand, Optional<Bill> perDay) {
    /**
     * The cost of mistakes, compared with never alarming and always alarming; a detector that costs more than either is
     * useless.
     */
    public record Bill(Interval cost, double never, double always) {}

    static Costs of(Confusion confusion, OperatingPoint.Cost price, Optional<BaseRate> rate) {
        int malicious = confusion.truePositives() + confusion.falseNegatives();
        int benign = confusion.falsePositives() + confusion.trueNegatives();
        double share = malicious / (double) Math.max(1, malicious + benign);
        return new Costs(
                price,
                bill(confusion, price, new BaseRate(share, 1000)),
                rate.map(stated -> bill(confusion, price, stated)));
    }

    private static Bill bill(Confusion confusion, OperatingPoint.Cost price, BaseRate rate) {
        double never = rate.eventsPerDay() * rate.prevalence() * price.miss();
        double always = rate.eventsPerDay() * (1 - rate.prevalence()) * price.falseAlarm();
        Interval missed =
                Interval.share(confusion.falseNegatives(), confusion.falseNegatives() + confusion.truePositives());
        return new Bill(missed.weighted(never, confusion.falsePositiveRate(), always), never, always);
    }
}
