package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;

/**
 * The train step: an algorithm learns from the training part, and the threshold is set on validation rows so that at
 * most the stated share of benign rows alarm.
 *
 * @param falsePositiveRate the operating point, for example 0.01
 */
public record Train(Trainer trainer, double falsePositiveRate) {
    public Train {
        Require.between("falsePositiveRate", falsePositiveRate, 0, 0.5);
    }

    public Train with(Trainer other) {
        return new Train(other, falsePositiveRate);
    }

    public Model apply(Dataset train, Dataset validation, Run run) {
        return calibrate(trainer.train(train, run.child(trainer.id())), validation);
    }

    /** The model at this step's operating point on the given rows. */
    public Model calibrate(Model model, Dataset validation) {
        double[] malice = model.malice(validation.rows());
        return model.withThreshold(Ranking.of(malice, validation.malice()).thresholdAt(falsePositiveRate));
    }
}
