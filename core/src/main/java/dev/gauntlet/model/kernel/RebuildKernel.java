package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import java.util.Map;

/** Reconstruction error of an autoencoder. */
public final class RebuildKernel implements Predictor {
    static final String FORM = "rebuild";

    private final Network network;
    private final double usual;

    /**
     * A kernel from its network.
     *
     * @param network of as many outputs as inputs
     * @param usual the distance at which a row scores 0.5
     */
    public RebuildKernel(Network network, double usual) {
        Require.same("outputs of the network", network.inputs(), network.last());
        this.network = network;
        this.usual = Anomaly.checked(usual);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static RebuildKernel fromParameters(Map<String, double[]> parameters) {
        return new RebuildKernel(Network.fromParameters(parameters), new Parameters(FORM, parameters).number("usual"));
    }

    /** The same network with another distance for the score 0.5. */
    public RebuildKernel withUsual(double other) {
        return new RebuildKernel(network, other);
    }

    @Override
    public int inputs() {
        return network.inputs();
    }

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public Scale scale() {
        return Scale.DISTANCE;
    }

    @Override
    public int outputs() {
        return 1;
    }

    /** The distance of each row from its reconstruction. */
    public double[] distances(Rows rows) {
        double[] made = new double[Math.multiplyExact(rows.size(), inputs())];
        network.lastLayer(rows, made);
        double[] distances = new double[rows.size()];
        for (int i = 0; i < distances.length; i++) {
            double squares = 0;
            for (int j = 0; j < inputs(); j++) {
                double gap = rows.get(i, j) - made[i * inputs() + j];
                squares += gap * gap;
            }
            distances[i] = StrictMath.sqrt(squares);
        }
        return distances;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] distances = distances(rows);
        return Rows.fill(distances.length, 1, (i, k) -> Anomaly.score(distances[i], usual));
    }

    /** Those of the network, and {@code usual}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = network.parameters();
        parameters.put("usual", new double[] {usual});
        return parameters;
    }

    @Override
    public RebuildKernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}
