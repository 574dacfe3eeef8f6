package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Monotone;
import java.util.stream.IntStream;

/** Calibrates a detector's probabilities by a map that is fitted on validation rows and stored with it. */
public enum Calibration {
    /** The log-odds are a linear function of the malice score: two numbers are fitted, so few rows suffice. */
    PLATT,
    /** The best-fitting non-decreasing function: needs more rows, and makes some scores equal. */
    ISOTONIC;

    /**
     * The calibrated detector. Its malice score does not change, and with Platt scaling neither do its alarms. An
     * isotonic map can give equal probabilities to scores below and above the threshold. The threshold is then raised
     * to the next higher probability, if there is one, so that rows with equal probabilities get the same verdict and
     * no more benign rows raise an alarm.
     *
     * @param validation labelled rows the detector was not trained on; unlabelled ones are left out
     * @throws IllegalArgumentException if they are of one class, or the fitted probability decreases with the score
     */
    public Model apply(Model model, Dataset validation) {
        Dataset labelled = labelled(validation);
        double[] malice = model.malice(labelled.rows());
        Monotone map = switch (this) {
            case PLATT -> Platt.fit(malice, labelled.malice());
            case ISOTONIC -> Isotonic.fit(malice, labelled.malice());
        };
        Model calibrated = model.withCalibration(map);
        return map instanceof Monotone.Steps ? calibrated.withThreshold(edge(map, model.threshold())) : calibrated;
    }

    private static double edge(Monotone map, double threshold) {
        double probability = map.at(threshold);
        double begins = map.lowest(probability);
        if (map.at(Math.nextDown(threshold)) < probability) {
            return threshold;
        }
        double next = map.lowest(Math.nextUp(probability));
        return next == Double.POSITIVE_INFINITY ? begins : map.at(next) > probability ? next : Math.nextUp(next);
    }

    /** The labelled rows; of both classes. */
    static Dataset labelled(Dataset validation) {
        Dataset labelled = validation.select(IntStream.range(0, validation.size())
                .filter(i -> validation.label(i) >= 0)
                .toArray());
        int malicious = labelled.maliciousRows().length;
        Require.that(
                malicious > 0 && malicious < labelled.size(),
                "validation needs benign and malicious rows but has %d benign and %d malicious",
                labelled.size() - malicious,
                malicious);
        return labelled;
    }
}
