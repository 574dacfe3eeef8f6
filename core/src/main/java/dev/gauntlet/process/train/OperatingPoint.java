package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import java.util.Comparator;
import java.util.stream.IntStream;

/** From which malice on a detector alarms, set on validation rows. */
public sealed interface OperatingPoint {
    /** The threshold for rows of this malice and truth. */
    double threshold(double[] malice, boolean[] malicious);

    /** The point of a team that bears only a share of the false alarms. */
    OperatingPoint stricter(double share);

    /** The name of the figure it is about. */
    String measure();

    /** The detector at this point; unlabelled rows are left out. */
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
     * The threshold that costs least on the rows as they are mixed there; the highest of equals.
     *
     * @param miss what a malicious row costs that does not alarm
     * @param falseAlarm what a benign row costs that does
     */
    record Cost(double miss, double falseAlarm) implements OperatingPoint {
        public Cost {
            Require.between("miss", miss, 0, Double.MAX_VALUE);
            Require.between("falseAlarm", falseAlarm, 0, Double.MAX_VALUE);
        }

        @Override
        public String measure() {
            return "cost";
        }

        @Override
        public OperatingPoint stricter(double share) {
            return new Cost(share * miss, falseAlarm);
        }

        @Override
        public double threshold(double[] malice, boolean[] malicious) {
            int[] order = IntStream.range(0, malice.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -malice[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double best = Math.nextUp(malice[order[0]]);
            double saved = 0;
            double most = 0;
            for (int k = 0; k < order.length; k++) {
                saved += malicious[order[k]] ? miss : -falseAlarm;
                boolean tied = k + 1 < order.length && malice[order[k + 1]] == malice[order[k]];
                if (!tied && saved > most) {
                    most = saved;
                    best = malice[order[k]];
                }
            }
            return best;
        }
    }
}
