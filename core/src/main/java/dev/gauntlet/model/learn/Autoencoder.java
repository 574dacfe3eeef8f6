package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.RebuildKernel;
import java.util.List;

/** Trains a network to reconstruct rows through a bottleneck layer; a row with a large error is anomalous. */
@AutoService(Trainer.class)
public record Autoencoder(
        @Param(
                value = "units of the bottleneck layer; the layers before and after it have four times as " + "many",
                low = 1,
                high = 1024)
        int units,

        @Param(value = "passes over the data", low = 1, high = 10_000)
        int epochs,

        @Param(value = "rows in a batch", low = 1, high = 65_536)
        int batch,

        @Param(value = "step size of Adam", low = 1e-8, high = 1)
        double rate,

        @Param(value = "the share of training rows that are flagged as malicious", low = 0, high = 0.5)
        double contamination)
        implements Trainer {
    public Autoencoder {
        Catalogue.check(Autoencoder.class, units, epochs, batch, rate, contamination);
    }

    public Autoencoder() {
        this(8, 20, 128, 1e-3, 0.05);
    }

    @Override
    public List<Range> ranges() {
        return List.of(
                Range.factors("units", 2, 32), Range.factors("epochs", 10, 80), Range.factors("rate", 1e-4, 1e-2));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.unlabelled(data);
        int[] sizes = {matrix.width, 4 * units, units, 4 * units, matrix.width};
        Backprop network = new Backprop(sizes, batch, rate, run.child("start").rng());
        Backprop.Slope loss = Backprop.Slope.rebuilt(matrix);
        Rng order = run.child("order").rng();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] rows = order.permutation(matrix.size);
            for (int from = 0; from < rows.length; from += batch) {
                network.step(matrix, loss, rows, from, Math.min(rows.length, from + batch));
            }
        }
        return matrix.model(id(), kernel(network.network(), matrix));
    }

    private RebuildKernel kernel(Network network, TrainingMatrix matrix) {
        RebuildKernel kernel = new RebuildKernel(network, 1);
        return kernel.withUsual(Usual.end(kernel.distances(matrix.rows()), contamination));
    }

    @Override
    public boolean unsupervised() {
        return true;
    }

    @Override
    public String summary() {
        return "Reconstruction error of an autoencoder.";
    }

    @Override
    public String source() {
        return "Hawkins, He, Williams, Baxter, Outlier Detection Using Replicator Neural Networks, DaWaK 2002";
    }
}
