package dev.gauntlet.measure;

import dev.gauntlet.base.Require;

/**
 * Precision and alarms at a realistic base rate: test data contain far more malicious rows than networks do.
 *
 * @param prevalence the share of events that is malicious, in [0, 1]
 * @param eventsPerDay how many events are scored each day
 * @see <a href="https://doi.org/10.1145/357830.357849">Axelsson 2000</a>
 */
public record BaseRate(double prevalence, double eventsPerDay) {
    public BaseRate {
        Require.fraction("prevalence", prevalence);
        Require.between("eventsPerDay", eventsPerDay, 0, 1e18);
    }

    /** The share of alarms that are correct; 0 if there are none. */
    public double precision(double recall, double falsePositiveRate) {
        double right = prevalence * recall;
        double wrong = (1 - prevalence) * falsePositiveRate;
        return right + wrong == 0 ? 0 : right / (right + wrong);
    }

    public double alertsPerDay(double recall, double falsePositiveRate) {
        return eventsPerDay * (prevalence * recall + (1 - prevalence) * falsePositiveRate);
    }
}
