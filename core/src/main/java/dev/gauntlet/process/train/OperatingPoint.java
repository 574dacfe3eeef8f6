package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The threshold on the malice score, set on validation rows. */
public sealed interface OperatingPoint {
    /** The threshold for rows with these malice scores and labels. */
    double threshold(double[] malice, boolean[] malicious);

    /** The same operating point with false alarms limited to a share. */
    OperatingPoint stricter(double share);

    /**
     * Whether the operating point can be set on these rows: both classes are needed, or only benign rows if only false
     * alarms count.
     */
    default boolean canBeSetOn(Dataset validation) {
        return validation.hasBothSides(Split.FEWEST);
    }

    /** The name of the metric that it limits. */
    String measure();

    /** The detector at this operating point; unlabelled rows are left out. */
    default Model apply(Model model, Dataset validation) {
        Dataset labelled = Calibration.labelled(validation);
        return model.withThreshold(threshold(model.malice(labelled.rows()), labelled.malice()));
    }

    /** The lowest threshold at which at most this share of benign rows raises an alarm. */
    record FalsePositives(double rate) implements OperatingPoint {
        public FalsePositives {
            Require.between("falsePositiveRate", rate, 0, 0.5);
        }

        @Override
        public boolean canBeSetOn(Dataset validation) {
            return validation.benignRows().length >= Split.FEWEST;
        }

        @Override
        public String measure() {
            return "falsePositiveRate";
        }

        @Override
        public OperatingPoint stricter(double share) {
            return new FalsePositives(share * rate);
        }

        @Override
        public double threshold(double[] malice, boolean[] malicious) {
            return Ranking.of(malice, malicious).thresholdAt(rate);
        }
    }

    /**
     * The threshold with the lowest cost; the highest of equals.
     *
     * @param miss the cost of a missed malicious row
     * @param falseAlarm the cost of a false alarm
     * @param prevalence the share of malicious rows in operation, in (0, 1); NaN for the share among the rows on which
     *     the threshold is set
     */
    record Cost(double miss, double falseAlarm, double prevalence) implements OperatingPoint {
        public Cost {
            Require.between("miss", miss, 0, Double.MAX_VALUE);
            Require.between("falseAlarm", falseAlarm, 0, Double.MAX_VALUE);
            Require.that(!(prevalence <= 0 || prevalence >= 1), "prevalence must be in (0, 1) but is " + prevalence);
        }

        /** For the class shares of the rows on which the threshold is set. */
        public Cost(double miss, double falseAlarm) {
            this(miss, falseAlarm, Double.NaN);
        }

        @Override
        public String measure() {
            return "cost";
        }

        @Override
        public OperatingPoint stricter(double share) {
            return new Cost(share * miss, falseAlarm, prevalence);
        }

        @Override
        public double threshold(double[] malice, boolean[] malicious) {
            Ranking.of(malice, malicious).demandThreshold();
            int[] order = IntStream.range(0, malice.length)
                    .filter(i -> !Double.isNaN(malice[i]))
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -malice[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double odds = odds(malicious);
            double best = Math.nextUp(malice[order[0]]);
            double saved = 0;
            double most = 0;
            for (int k = 0; k < order.length; k++) {
                saved += malicious[order[k]] ? odds * miss : -falseAlarm;
                boolean tied = k + 1 < order.length && malice[order[k + 1]] == malice[order[k]];
                if (!tied && saved > most) {
                    most = saved;
                    best = malice[order[k]];
                }
            }
            return best;
        }

        /** The weight of a malicious row relative to a benign one, which corrects for the prevalence in operation. */
        private double odds(boolean[] malicious) {
            if (Double.isNaN(prevalence)) {
                return 1;
            }
            int bad = 0;
            for (boolean one : malicious) {
                bad += one ? 1 : 0;
            }
            return prevalence / (1 - prevalence) * (malicious.length - bad) / Math.max(1, bad);
        }
    }
}
