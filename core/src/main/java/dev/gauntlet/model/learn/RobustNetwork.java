package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Network;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Learns a network of dense layers from rows of which a share is replaced, in each batch, by {@linkplain WorstChanges changes} that the
 * network of the moment gets wrong. Rows of both classes are changed: if only malicious ones were, the network would learn to tell
 * changed rows from others instead. The distance grows over the first half of the passes, and differs from row to row. Inputs are
 * linear in the features, so that a distance means the same everywhere.
 */
@AutoService(Trainer.class)
public record RobustNetwork(
        @Param(value = "hidden layers", low = 0, high = 20) int layers,

        @Param(value = "units in each hidden layer", low = 1, high = 4096)
        int units,

        @Param(value = "passes over the data", low = 1, high = 10_000)
        int epochs,

        @Param(value = "rows in a batch", low = 1, high = 65_536)
        int batch,

        @Param(value = "step size of Adam", low = 1e-8, high = 1)
        double rate,

        @Param(value = "the largest Euclidean change of a row, in scales", low = 0, high = 1000)
        double distance,

        @Param(value = "steps of the search for a change", low = 1, high = 100)
        int steps,

        @Param(value = "share of the rows of a batch that are changed", low = 0, high = 1)
        double share)
        implements Trainer {
    public RobustNetwork {
        Catalogue.check(RobustNetwork.class, layers, units, epochs, batch, rate, distance, steps, share);
    }

    public RobustNetwork() {
        this(3, 64, 40, 128, 1e-3, 0.5, 5, 0.3);
    }

    @Override
    public String summary() {
        return "Neural network trained on changes of its rows that it gets wrong, within a Euclidean distance.";
    }

    @Override
    public String source() {
        return "Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks, ICLR 2018";
    }

    @Override
    public Model train(Dataset data, Run run) {
        Dataset labelled = Labelled.bothClasses(data);
        TrainingMatrix matrix = TrainingMatrix.of(labelled, Encoding::unit);
        int[] sizes = new int[layers + 2];
        Arrays.fill(sizes, units);
        sizes[0] = matrix.width;
        sizes[layers + 1] = 1;
        Backprop network = new Backprop(sizes, batch, rate, run.child("start").rng());
        Backprop.Slope loss = Backprop.Slope.logLoss(matrix);
        WorstChanges changes = new WorstChanges(data.schema(), distance, steps);
        Rng order = run.child("order").rng();
        Rng chance = run.child("changes").rng();
        double[] clean = matrix.inputs.clone();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] rows = order.permutation(matrix.size);
            double most = distance * Math.min(1, 2.0 * (epoch + 1) / epochs);
            for (int from = 0; from < rows.length; from += batch) {
                int to = Math.min(rows.length, from + batch);
                int[] own = Arrays.stream(rows, from, to)
                        .filter(i -> chance.chance(share))
                        .toArray();
                if (own.length > 0) {
                    change(matrix, network.network(), labelled.rows().select(own), own, changes, most, chance);
                }
                network.step(matrix, loss, rows, from, to);
                for (int i : own) {
                    System.arraycopy(clean, i * matrix.width, matrix.inputs, i * matrix.width, matrix.width);
                }
            }
        }
        return matrix.model(id(), network.network());
    }

    private void change(
            TrainingMatrix matrix, Network now, Rows rows, int[] own, WorstChanges changes, double most, Rng rng) {
        Model model = matrix.model(id(), now);
        double[] signs =
                IntStream.of(own).mapToDouble(i -> 2 * matrix.targets[i] - 1).toArray();
        double[] radii = IntStream.of(own)
                .mapToDouble(i -> most * Math.sqrt(rng.nextDouble()))
                .toArray();
        Rows changed = changes.of(model.gradients().orElseThrow(), rows, signs, radii, rng);
        double[] inputs = model.encoding().encode(changed).toArray();
        for (int k = 0; k < own.length; k++) {
            System.arraycopy(inputs, k * matrix.width, matrix.inputs, own[k] * matrix.width, matrix.width);
        }
    }
}
