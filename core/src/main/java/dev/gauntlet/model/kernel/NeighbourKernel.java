package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Euclidean distance to the k-th nearest of kept rows. */
public final class NeighbourKernel implements Predictor, Gradients {
    static final String FORM = "neighbour-distance";

    private final Rows kept;
    private final Distances distances;
    private final int neighbours;
    private final double usual;

    /**
     * A kernel from the rows it keeps.
     *
     * @param neighbours k; the farthest where fewer are kept
     * @param usual the distance at which a row scores 0.5
     */
    public NeighbourKernel(Rows kept, int neighbours, double usual) {
        Require.atLeast("kept rows", kept.size(), 1);
        Require.atLeast("neighbours", neighbours, 1);
        this.kept = kept;
        distances = new Distances(kept);
        this.neighbours = neighbours;
        this.usual = Anomaly.checked(usual);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static NeighbourKernel fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double size = Require.between("size of neighbour-distance", given.number("size"), 1, Integer.MAX_VALUE);
        double neighbours = Require.between("neighbours", given.number("neighbours"), 1, Integer.MAX_VALUE);
        return new NeighbourKernel(given.rows("kept", (int) size), (int) neighbours, given.number("usual"));
    }

    /** The same rows with another distance for the score 0.5. */
    public NeighbourKernel withUsual(double other) {
        return new NeighbourKernel(kept, neighbours, other);
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

    /** The distance of each row to its k-th nearest kept row. */
    public double[] distances(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        double[] row = new double[inputs()];
        double[] squares = new double[kept.size()];
        double[] far = new double[rows.size()];
        for (int i = 0; i < far.length; i++) {
            rows.read(i, row);
            distances.from(row, squares);
            far[i] = StrictMath.sqrt(squares[nearest(squares)]);
        }
        return far;
    }

    /** The place of the k-th smallest, the earlier of equals. */
    private int nearest(double[] squares) {
        double[] sorted = squares.clone();
        Arrays.sort(sorted);
        double wanted = sorted[Math.min(neighbours, sorted.length) - 1];
        int place = 0;
        while (squares[place] != wanted && !(Double.isNaN(squares[place]) && Double.isNaN(wanted))) {
            place++;
        }
        return place;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] far = distances(rows);
        return Rows.fill(far.length, 1, (i, k) -> Anomaly.score(far[i], usual));
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        int d = inputs();
        double[] row = new double[d];
        double[] squares = new double[kept.size()];
        return Rows.build(rows.size(), d, gradient -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                distances.from(row, squares);
                int near = nearest(squares);
                double far = StrictMath.sqrt(squares[near]);
                double factor = far == 0 ? 0 : Anomaly.slope(far, usual) / far;
                for (int j = 0; j < d; j++) {
                    gradient[i * d + j] = factor * (row[j] - kept.get(near, j));
                }
            }
        });
    }

    /** {@code kept}, row by row; {@code size}: how many; {@code neighbours}; {@code usual}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("kept", kept.toArray());
        parameters.put("size", new double[] {kept.size()});
        parameters.put("neighbours", new double[] {neighbours});
        parameters.put("usual", new double[] {usual});
        return parameters;
    }

    @Override
    public NeighbourKernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}
