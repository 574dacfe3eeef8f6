package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean target of the nearest kept rows by Euclidean distance, the earlier of equally near ones: shares of classes,
 * or a quantity where an answer is one number.
 */
public final class NearestRows implements Predictor {
    static final String FORM = "nearest";
    private static final int STRIDE = 8;

    private final int neighbours;
    private final Rows kept;
    private final Rows answers;
    private final double[] flat;

    /**
     * A kernel from the rows it keeps.
     *
     * @param neighbours how many are averaged; all where fewer are kept
     * @param answers of each kept row: a share per class, or one number
     */
    public NearestRows(int neighbours, Rows kept, Rows answers) {
        Require.atLeast("neighbours", neighbours, 1);
        Require.atLeast("kept rows", kept.size(), 1);
        Require.same("answers", kept.size(), answers.size());
        Require.atLeast("numbers in an answer", answers.width(), 1);
        this.neighbours = neighbours;
        this.kept = kept;
        this.answers = answers;
        this.flat = kept.toArray();
    }

    /** The kernel whose {@link #parameters} these are. */
    public static NearestRows fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double size = Require.between("size of nearest", given.number("size"), 1, Integer.MAX_VALUE);
        double neighbours = Require.between("neighbours", given.number("neighbours"), 1, Integer.MAX_VALUE);
        return new NearestRows((int) neighbours, given.rows("kept", (int) size), given.rows("answers", (int) size));
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
        return answers.width() == 1 ? Scale.NUMBER : Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return answers.width();
    }

    @Override
    public Rows scores(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        double[] row = new double[inputs()];
        int count = Math.min(neighbours, kept.size());
        int[] nearest = new int[count];
        double[] distances = new double[count];
        return Rows.build(rows.size(), outputs(), means -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                find(row, nearest, distances);
                for (int c = 0; c < outputs(); c++) {
                    double sum = 0;
                    for (int near : nearest) {
                        sum += answers.get(near, c);
                    }
                    means[i * outputs() + c] = sum / count;
                }
            }
        });
    }

    /** Fills in the nearest kept rows, nearest first. */
    private void find(double[] values, int[] nearest, double[] distances) {
        int last = distances.length - 1;
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        Arrays.fill(nearest, 0);
        for (int row = 0; row < kept.size(); row++) {
            double distance = squared(values, row, distances[last]);
            if (distance >= distances[last]) {
                continue;
            }
            int place = last;
            for (; place > 0 && distances[place - 1] > distance; place--) {
                distances[place] = distances[place - 1];
                nearest[place] = nearest[place - 1];
            }
            distances[place] = distance;
            nearest[place] = row;
        }
    }

    /** The squared distance to a kept row, or something no smaller than {@code enough} if it is no smaller. */
    private double squared(double[] values, int row, double enough) {
        int d = inputs();
        int at = row * d;
        double sum = 0;
        for (int j = 0; j < d; ) {
            int to = Math.min(d, j + STRIDE);
            for (; j < to; j++) {
                double gap = values[j] - flat[at + j];
                sum += gap * gap;
            }
            if (sum >= enough) {
                break;
            }
        }
        return sum;
    }

    /** {@code kept} and {@code answers}, row by row; {@code size}: how many; {@code neighbours}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("kept", flat.clone());
        parameters.put("answers", answers.toArray());
        parameters.put("size", new double[] {kept.size()});
        parameters.put("neighbours", new double[] {neighbours});
        return parameters;
    }

    @Override
    public NearestRows rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}
