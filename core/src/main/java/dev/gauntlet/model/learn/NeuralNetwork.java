package dev.gauntlet.model.learn;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.Network;
import java.util.List;

/** Learns a network of dense layers by Adam on the log-loss, from He's random start. */
@AutoService(Trainer.class)
public record NeuralNetwork(
        @Param(value = "hidden layers", low = 0, high = 20) int layers,

        @Param(value = "units in each hidden layer", low = 1, high = 4096)
        int units,

        @Param(value = "passes over the data", low = 1, high = 10_000)
        int epochs,

        @Param(value = "rows in a batch", low = 1, high = 65_536)
        int batch,

        @Param(value = "step size of Adam", low = 1e-8, high = 1)
        double rate)
        implements Categorises {
    public NeuralNetwork {
        Catalogue.check(NeuralNetwork.class, layers, units, epochs, batch, rate);
    }

    public NeuralNetwork() {
        this(3, 64, 20, 128, 1e-3);
    }

    @Override
    public String summary() {
        return "Neural network: dense layers with ReLU, trained by Adam.";
    }

    @Override
    public String source() {
        return "Kingma, Ba, Adam: A Method for Stochastic Optimization, ICLR 2015; He et al., Delving Deep into "
                + "Rectifiers, ICCV 2015";
    }

    /** Its own, then with more passes, then with smaller steps. */
    @Override
    public List<NeuralNetwork> settings() {
        return List.of(
                this,
                new NeuralNetwork(layers, units, Math.min(10_000, 2 * epochs), batch, rate),
                new NeuralNetwork(layers, units, Math.min(10_000, 2 * epochs), batch, rate / 3));
    }

    @Override
    public List<Range> ranges() {
        return List.of(
                Range.even("layers", 1, 4),
                Range.factors("units", 16, 256),
                Range.factors("epochs", 10, 80),
                Range.factors("rate", 1e-4, 1e-2));
    }

    @Override
    public Model train(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.of(data);
        return matrix.model(id(), fit(matrix, Backprop.Slope.logLoss(matrix), 1, run));
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        TrainingMatrix matrix = TrainingMatrix.ofClasses(data);
        return matrix.model(id(), fit(matrix, Backprop.Slope.logLoss(matrix), matrix.classes, run));
    }

    private Network fit(TrainingMatrix matrix, Backprop.Slope loss, int outputs, Run run) {
        int[] sizes = new int[layers + 2];
        java.util.Arrays.fill(sizes, units);
        sizes[0] = matrix.width;
        sizes[layers + 1] = outputs;
        Backprop network = new Backprop(sizes, batch, rate, run.child("start").rng());
        Rng order = run.child("order").rng();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] rows = order.permutation(matrix.size);
            for (int from = 0; from < rows.length; from += batch) {
                network.step(matrix, loss, rows, from, Math.min(rows.length, from + batch));
            }
        }
        return network.network();
    }
}
