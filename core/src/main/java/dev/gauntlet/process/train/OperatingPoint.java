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

    /** The same point for a share of the false alarms. */
    OperatingPoint stricter(double share);

    /** Whether rows say where the point is: those of both sides do, and of the benign alone where only false alarms count. */
    default boolean canBeSetOn(Dataset validation) {
        return validation.hasBothSides(Split.FEWEST);
    }

    /** The name of the figure it is about. */
    String measure();

    /** The detector at this operating point; unlabelled rows are left out. */
    default Model apply(Model model, Dataset validation) {
        Dataset labelled = Calibration.labelled(validation);
        return model.withThreshold(threshold(model.malice(labelled.rows()), labelled.malice()));
    }

    /** The lowest threshold at which at most this share of benign rows alarms. */
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
     * The threshold that costs least; the highest of equals.
     *
     * @param miss what a malicious row costs that does not alarm
     * @param falseAlarm what a benign row costs that does
     * @param prevalence the share of rows that is malicious where the detector is used, in (0, 1); NaN for that of the rows
     *     the threshold is set on
     */
    record Cost(double miss, double falseAlarm, double prevalence) implements OperatingPoint {
        public Cost {
            Require.between("miss", miss, 0, Double.MAX_VALUE);
            Require.between("falseAlarm", falseAlarm, 0, Double.MAX_VALUE);
            Require.that(!(prevalence <= 0 || prevalence >= 1), "prevalence must be in (0, 1) but is " + prevalence);
        }

        /** For rows mixed as those the threshold is set on. */
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
            int[] order = IntStream.range(0, malice.length)
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

        /** How many times a malicious row counts against a benign one, so that both weigh what they do in use. */
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
