package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Predictor density estimate around a row: minus the logarithm of the mean of exp(-|x - v|^2 / 2 h^2) over kept rows v. */
public final class DensityKernel implements Predictor, Gradients {
    static final String FORM = "density";

    private final Rows kept;
    private final Distances distances;
    private final double bandwidth;
    private final double usual;

    /**
     * A kernel from the rows it keeps.
     *
     * @param bandwidth h
     * @param usual the negative log-density at which a row scores 0.5
     */
    public DensityKernel(Rows kept, double bandwidth, double usual) {
        Require.atLeast("kept rows", kept.size(), 1);
        Require.that(bandwidth > 0, "bandwidth must be positive but is " + bandwidth);
        this.kept = kept;
        distances = new Distances(kept);
        this.bandwidth = bandwidth;
        this.usual = Anomaly.checked(usual);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static DensityKernel fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double size = Require.between("size of density", given.number("size"), 1, Integer.MAX_VALUE);
        return new DensityKernel(given.rows("kept", (int) size), given.number("bandwidth"), given.number("usual"));
    }

    /** The same rows with another negative log-density for the score 0.5. */
    public DensityKernel withUsual(double other) {
        return new DensityKernel(kept, bandwidth, other);
    }

    @Override
    public int inputs() {
        return kept.width();
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

    /** The negative log-density of the kept rows around each row, from 0 on. */
    public double[] thinness(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        double[] row = new double[inputs()];
        double[] thinness = new double[rows.size()];
        double[] weights = new double[kept.size()];
        for (int i = 0; i < thinness.length; i++) {
            rows.read(i, row);
            thinness[i] = weigh(row, weights);
        }
        return thinness;
    }

    /** Fills in the share of each kept row in the density around a row, and returns the negative log-density. */
    private double weigh(double[] row, double[] weights) {
        distances.from(row, weights);
        double largest = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < weights.length; v++) {
            weights[v] = -weights[v] / (2 * bandwidth * bandwidth);
            largest = Math.max(largest, weights[v]);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            Arrays.fill(weights, 0);
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int v = 0; v < weights.length; v++) {
            weights[v] = StrictMath.exp(weights[v] - largest);
            sum += weights[v];
        }
        for (int v = 0; v < weights.length; v++) {
            weights[v] /= sum;
        }
        return Math.max(0, StrictMath.log(weights.length / sum) - largest);
    }

    @Override
    public Rows scores(Rows rows) {
        double[] thinness = thinness(rows);
        return Rows.fill(thinness.length, 1, (i, k) -> Anomaly.score(thinness[i], usual));
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        int d = inputs();
        double[] row = new double[d];
        double[] weights = new double[kept.size()];
        return Rows.build(rows.size(), d, gradient -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                double factor = Anomaly.slope(weigh(row, weights), usual) / (bandwidth * bandwidth);
                for (int v = 0; v < weights.length; v++) {
                    for (int j = 0; j < d; j++) {
                        gradient[i * d + j] += factor * weights[v] * (row[j] - kept.get(v, j));
                    }
                }
            }
        });
    }

    /** {@code kept}, row by row; {@code size}: how many; {@code bandwidth}; {@code usual}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("kept", kept.toArray());
        parameters.put("size", new double[] {kept.size()});
        parameters.put("bandwidth", new double[] {bandwidth});
        parameters.put("usual", new double[] {usual});
        return parameters;
    }

    @Override
    public DensityKernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}
