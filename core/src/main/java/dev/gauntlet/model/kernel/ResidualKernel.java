package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The distance of a row from an affine subspace: the norm of the residual of (x - centre) / scale after projection on
 * the directions. Without directions it is the distance from the centre.
 */
public final class ResidualKernel implements Predictor, Gradients {
    static final String FORM = "residual";

    private final int inputs;
    private final double[] centre;
    private final double[] scale;
    private final double[] directions;
    private final double usual;

    /**
     * A kernel from its subspace.
     *
     * @param scale one per input, all positive
     * @param directions of length 1 and at right angles, one after the other
     * @param usual the distance at which a row scores 0.5
     */
    public ResidualKernel(double[] centre, double[] scale, double[] directions, double usual) {
        inputs = centre.length;
        Require.atLeast("inputs", inputs, 1);
        Require.same("scales", inputs, scale.length);
        Require.that(directions.length % inputs == 0, "directions must have " + inputs + " numbers each");
        for (double one : scale) {
            Require.that(one > 0, "scale must be positive but is " + one);
        }
        this.centre = centre.clone();
        this.scale = scale.clone();
        this.directions = directions.clone();
        this.usual = Anomaly.checked(usual);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static ResidualKernel fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        return new ResidualKernel(
                given.array("centre"), given.array("scale"), given.array("directions"), given.number("usual"));
    }

    /** The same subspace with another distance for the score 0.5. */
    public ResidualKernel withUsual(double other) {
        return new ResidualKernel(centre, scale, directions, other);
    }

    @Override
    public int inputs() {
        return inputs;
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

    /** The distance of each row from the subspace. */
    public double[] distances(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] distances = new double[rows.size()];
        double[] left = new double[inputs];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = residual(rows, i, left);
        }
        return distances;
    }

    /** Fills in the residual of a row, and returns its norm. */
    private double residual(Rows rows, int row, double[] left) {
        for (int j = 0; j < inputs; j++) {
            left[j] = (rows.get(row, j) - centre[j]) / scale[j];
        }
        for (int at = 0; at < directions.length; at += inputs) {
            double along = 0;
            for (int j = 0; j < inputs; j++) {
                along += directions[at + j] * left[j];
            }
            for (int j = 0; j < inputs; j++) {
                left[j] -= along * directions[at + j];
            }
        }
        double squares = 0;
        for (double part : left) {
            squares += part * part;
        }
        return StrictMath.sqrt(squares);
    }

    @Override
    public Rows scores(Rows rows) {
        double[] distances = distances(rows);
        return Rows.fill(distances.length, 1, (i, k) -> Anomaly.score(distances[i], usual));
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] gradient = new double[rows.size() * inputs];
        double[] left = new double[inputs];
        for (int i = 0; i < rows.size(); i++) {
            double length = residual(rows, i, left);
            for (int j = 0; j < inputs && length > 0; j++) {
                gradient[i * inputs + j] = Anomaly.slope(length, usual) * left[j] / length / scale[j];
            }
        }
        return Rows.of(rows.size(), inputs, gradient);
    }

    /** {@code centre}, {@code scale}: one per input; {@code directions}, one after the other; {@code usual}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("centre", centre.clone());
        parameters.put("scale", scale.clone());
        parameters.put("directions", directions.clone());
        parameters.put("usual", new double[] {usual});
        return parameters;
    }

    @Override
    public ResidualKernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}
