package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.Optional;

/**
 * The train step: an algorithm learns from the training part; on validation rows the threshold is set and, optionally,
 * the probabilities are calibrated.
 */
public record Train(Trainer trainer, OperatingPoint point, Optional<Calibration> calibration) {
    /**
     * Training with a limit on false positives, without calibration.
     *
     * @param falsePositiveRate the share of benign validation rows that may alarm, for example 0.01
     */
    public Train(Trainer trainer, double falsePositiveRate) {
        this(trainer, new OperatingPoint.FalsePositives(falsePositiveRate), Optional.empty());
    }

    public Train with(Trainer other) {
        return new Train(other, point, calibration);
    }

    public Train with(OperatingPoint other) {
        return new Train(trainer, other, calibration);
    }

    public Model apply(Dataset train, Dataset validation, Run run) {
        return calibrate(trainer.trained(train, run), validation);
    }

    /** Whether these rows suffice for {@link #calibrate}. */
    public boolean canCalibrate(Dataset validation) {
        return point.canBeSetOn(validation) && (calibration.isEmpty() || validation.hasBothSides(Split.FEWEST));
    }

    /** The model at this step's operating point on the given rows, and calibrated on them. */
    public Model calibrate(Model model, Dataset validation) {
        double threshold = point.threshold(model.malice(validation.rows()), validation.malice());
        Model set = model.withThreshold(threshold);
        return calibration.map(map -> map.apply(set, validation)).orElse(set);
    }
}
