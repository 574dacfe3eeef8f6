package dev.gauntlet.defence.training;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.ScreenedKernel;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Adds to a detector an alarm on rows that pass but are unlike the benign training rows that pass.
 *
 * @param rate share of the benign validation rows that alarm for it at most
 * @param reference benign training rows that others are compared with, at most
 * @param neighbours the k of the k-th nearest
 */
record Novelty(double rate, int reference, int neighbours) {
    /** The detector that is screened, which only says whether a row is malicious. */
    static Model learnt(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        return inner.learn(step, parts.withTrain(parts.train().ofMalice()), assumed, run);
    }

    /** Compares the leaves that rows reach; the detector must be of trees. */
    Model byLeaves(Model model, Train step, Split.Parts parts, Run run) {
        return screened(
                model,
                step,
                parts,
                known ->
                        ScreenedKernel.byLeaves(model.kernel(), model.threshold(), known, neighbours, Double.MAX_VALUE),
                run);
    }

    /** Compares the values of rows, in units of the range that most training rows take. */
    Model byValues(Model model, Train step, Split.Parts parts, Run run) {
        Rows all = model.encoding().encode(parts.train().rows());
        double[] weights = new double[all.width()];
        double[] medians = new double[all.width()];
        for (int j = 0; j < weights.length; j++) {
            double[] sorted = Arrays.stream(all.column(j))
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            weights[j] = weight(sorted);
            medians[j] = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        }
        return screened(
                model,
                step,
                parts,
                known -> ScreenedKernel.byValues(
                        model.kernel(), model.threshold(), known, weights, medians, neighbours, Double.MAX_VALUE),
                run);
    }

    /** One over the range from the 5th to the 95th percentile or, where that is 0, the whole range; 0 for a constant column. */
    private static double weight(double[] sorted) {
        int last = sorted.length - 1;
        double usual = last < 0 ? 0 : sorted[last - last / 20] - sorted[last / 20];
        double whole = last < 0 ? 0 : sorted[last] - sorted[0];
        double range = usual > 0 ? usual : whole;
        return range > 0 ? 1 / range : 0;
    }

    private Model screened(Model model, Train step, Split.Parts parts, Function<Rows, ScreenedKernel> screen, Run run) {
        Dataset train = parts.train();
        boolean[] alarms = model.alarms(train.rows());
        int[] passing = IntStream.of(train.benignRows()).filter(i -> !alarms[i]).toArray();
        if (passing.length == 0) {
            return model;
        }
        int[] chosen = run.rng().sample(passing, reference);
        ScreenedKernel kernel =
                screen.apply(model.encoding().encode(train.rows().select(chosen)));
        Dataset benign = parts.validation().select(parts.validation().benignRows());
        double limit = limit(kernel, model, benign.rows());
        Model screened = new Model(model.trainer(), model.schema(), model.encoding(), kernel.withLimit(limit), 0.5);
        return step.calibration()
                .map(calibration -> calibration.apply(screened, parts.validation()))
                .orElse(screened);
    }

    /** The least distance at which no more than the share of the rows alarm in addition. */
    private double limit(ScreenedKernel kernel, Model model, Rows benign) {
        boolean[] alarms = model.alarms(benign);
        double[] distances = kernel.distances(model.encoding().encode(benign));
        for (int i = 0; i < alarms.length; i++) {
            distances[i] = alarms[i] ? 0 : distances[i];
        }
        double limit = new OperatingPoint.FalsePositives(rate).threshold(distances, new boolean[distances.length]);
        return Math.max(limit, Double.MIN_NORMAL);
    }
}
