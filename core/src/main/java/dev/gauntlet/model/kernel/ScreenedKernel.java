package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Predictor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A detector that also alarms on rows unlike all benign rows it knows: the probability is at least 0.5 where the detector inside alarms, or
 * where the distance to the k-th nearest reference row is at least a limit. The distance of two rows is the number of trees in which they reach
 * different leaves (Devos et al., Detecting Evasion Attacks in Deployed Tree Ensembles, ECML PKDD 2023), or the Euclidean one of
 * weighted columns, where a missing value counts as a stated one.
 */
public final class ScreenedKernel implements Predictor {
    static final String FORM = "screened-";
    private static final String INNER = "inner_";

    private final Predictor inner;
    private final double threshold;
    private final Rows reference;
    private final double[] weights;
    private final double[] fills;
    private final int neighbours;
    private final double limit;
    private final Nearness nearness;

    /** Prepares rows to be compared. */
    private interface Nearness {
        Measured of(Rows rows);
    }

    /** Fills in how far each reference row is from one of the rows. */
    private interface Measured {
        void from(int row, double[] distances);
    }

    private ScreenedKernel(
            Predictor inner,
            double threshold,
            Rows reference,
            double[] weights,
            double[] fills,
            int neighbours,
            double limit) {
        Require.that(inner.outputs() <= 2, "only a detector of two classes can be screened");
        Require.that(Double.isFinite(threshold), "threshold must be a number");
        Require.atLeast("reference rows", reference.size(), 1);
        Require.atLeast("neighbours", neighbours, 1);
        Require.that(limit > 0, "limit must be above 0 but is " + limit);
        this.inner = inner;
        this.threshold = threshold;
        this.reference = reference;
        this.weights = weights.clone();
        this.fills = fills.clone();
        this.neighbours = neighbours;
        this.limit = limit;
        this.nearness = weights.length == 0 ? leaves(inner, reference) : columns(reference, weights, fills);
    }

    /**
     * A screen by leaves.
     *
     * @param inner of the form {@code trees}
     * @param threshold the malice at or above which it alarms
     * @param known benign rows as it reads them, at least one; only their leaves are kept
     * @param neighbours k; the farthest where there are fewer rows
     * @param limit the least distance that alarms, above 0
     */
    public static ScreenedKernel byLeaves(Predictor inner, double threshold, Rows known, int neighbours, double limit) {
        int[][] leaves = trees(inner).leaves(known);
        Rows reference = Rows.fill(known.size(), trees(inner).trees(), (i, t) -> leaves[i][t]);
        return new ScreenedKernel(inner, threshold, reference, new double[0], new double[0], neighbours, limit);
    }

    /**
     * A screen by values.
     *
     * @param known benign rows as the kernel inside reads them, at least one, which are kept
     * @param weights what each column is multiplied by, at least 0
     * @param fills what a missing value in each column counts as
     */
    public static ScreenedKernel byValues(
            Predictor inner,
            double threshold,
            Rows known,
            double[] weights,
            double[] fills,
            int neighbours,
            double limit) {
        Require.same("columns of the reference", inner.inputs(), known.width());
        Rows reference = Rows.fill(known.size(), known.width(), (i, j) -> filled(known.get(i, j), fills[j]));
        return new ScreenedKernel(inner, threshold, reference, weights, fills, neighbours, limit);
    }

    /** Whether the leaves of a kernel can be compared. */
    public static boolean hasLeaves(Predictor kernel) {
        return kernel instanceof TreeEnsemble;
    }

    private static TreeEnsemble trees(Predictor inner) {
        Require.that(hasLeaves(inner), inner.form() + " has no leaves to compare");
        return (TreeEnsemble) inner;
    }

    private static Nearness leaves(Predictor inner, Rows reference) {
        TreeEnsemble trees = trees(inner);
        Require.same("leaves of a reference row", trees.trees(), reference.width());
        int[][] known = new int[reference.size()][reference.width()];
        for (int i = 0; i < known.length; i++) {
            for (int t = 0; t < reference.width(); t++) {
                known[i][t] = (int) reference.get(i, t);
            }
        }
        return rows -> {
            int[][] own = trees.leaves(rows);
            return (i, distances) -> {
                for (int r = 0; r < known.length; r++) {
                    distances[r] = differences(own[i], known[r]);
                }
            };
        };
    }

    private static int differences(int[] a, int[] b) {
        int count = 0;
        for (int t = 0; t < a.length; t++) {
            count += a[t] != b[t] ? 1 : 0;
        }
        return count;
    }

    private static Nearness columns(Rows reference, double[] weights, double[] fills) {
        Require.same("weights", reference.width(), weights.length);
        Require.same("fills", reference.width(), fills.length);
        for (double weight : weights) {
            Require.between("weight", weight, 0, Double.MAX_VALUE);
        }
        Distances known =
                new Distances(Rows.fill(reference.size(), weights.length, (i, j) -> weights[j] * reference.get(i, j)));
        return rows -> (i, distances) -> {
            double[] row = rows.row(i);
            for (int j = 0; j < row.length; j++) {
                row[j] = weights[j] * filled(row[j], fills[j]);
            }
            known.from(row, distances);
            for (int r = 0; r < distances.length; r++) {
                distances[r] = Math.sqrt(distances[r]);
            }
        };
    }

    private static double filled(double value, double fill) {
        return Double.isNaN(value) ? fill : value;
    }

    /** The same with another limit. */
    public ScreenedKernel withLimit(double other) {
        return new ScreenedKernel(inner, threshold, reference, weights, fills, neighbours, other);
    }

    /** The distance of each row to its k-th nearest reference row. */
    public double[] distances(Rows rows) {
        double[] all = new double[reference.size()];
        double[] nearest = new double[rows.size()];
        int k = Math.min(neighbours, all.length) - 1;
        Measured measured = nearness.of(rows);
        for (int i = 0; i < nearest.length; i++) {
            measured.from(i, all);
            nearest[i] = k == 0 ? least(all) : sorted(all, k);
        }
        return nearest;
    }

    private static double least(double[] all) {
        double least = all[0];
        for (double one : all) {
            least = Math.min(least, one);
        }
        return least;
    }

    private static double sorted(double[] all, int k) {
        Arrays.sort(all);
        return all[k];
    }

    @Override
    public int inputs() {
        return inner.inputs();
    }

    /** That of the kernel inside after {@code screened-}. */
    @Override
    public String form() {
        return FORM + inner.form();
    }

    @Override
    public Scale scale() {
        return Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 1 ? malice[i] : 1 - malice[i]);
    }

    /**
     * What the detector inside says where it alarms; of other rows the larger of that and of what the distance says. Each is 0.5
     * where it begins to alarm.
     */
    @Override
    public double[] malice(Rows rows) {
        double[] malice = inner.malice(rows);
        int[] passing = IntStream.range(0, malice.length)
                .filter(i -> !(malice[i] >= threshold))
                .toArray();
        for (int i = 0; i < malice.length; i++) {
            malice[i] = onSide(malice[i] >= threshold, share(malice[i]));
        }
        double[] distances = distances(rows.select(passing));
        for (int k = 0; k < passing.length; k++) {
            double share = onSide(!(distances[k] < limit), novelty(distances[k]));
            malice[passing[k]] = Math.max(malice[passing[k]], share);
        }
        return malice;
    }

    /** In [0, 1]; 1 of a distance that is too large for a number, or none. */
    private double novelty(double distance) {
        return Double.isFinite(distance) ? distance / (distance + limit) : 1;
    }

    /** Rounding must not change a verdict. */
    private static double onSide(boolean alarm, double score) {
        return alarm ? Math.max(0.5, score) : Math.min(Math.nextDown(0.5), score);
    }

    private double share(double malice) {
        return inner.scale() == Scale.LOGIT
                ? 1 / (1 + StrictMath.exp(threshold - malice))
                : Math.max(0, Math.min(1, 0.5 + 0.5 * (malice - threshold)));
    }

    /**
     * {@code inner_NAME}: the arrays of the kernel inside; {@code reference}: the values or the leaves of each
     * reference row, row by row, and {@code size}, how many; {@code weights} and {@code fills} of the columns, none if leaves are compared;
     * {@code neighbours}; {@code limit}; {@code threshold} of the kernel inside.
     */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        inner.parameters().forEach((name, array) -> parameters.put(INNER + name, array));
        parameters.put("reference", reference.toArray());
        parameters.put("size", new double[] {reference.size()});
        parameters.put("weights", weights.clone());
        parameters.put("fills", fills.clone());
        parameters.put("neighbours", new double[] {neighbours});
        parameters.put("limit", new double[] {limit});
        parameters.put("threshold", new double[] {threshold});
        return parameters;
    }

    /** The kernel whose {@link #parameters} these are. */
    static ScreenedKernel fromParameters(String form, Map<String, double[]> parameters) {
        String inner = form.substring(FORM.length());
        Require.that(!inner.startsWith(FORM), "a screened detector cannot be screened again");
        return read(form, parameters, Kernels.of(inner, own(parameters)));
    }

    private static Map<String, double[]> own(Map<String, double[]> parameters) {
        Map<String, double[]> own = new LinkedHashMap<>();
        parameters.forEach((name, array) -> {
            if (name.startsWith(INNER)) {
                own.put(name.substring(INNER.length()), array);
            }
        });
        return own;
    }

    private static ScreenedKernel read(String form, Map<String, double[]> parameters, Predictor inner) {
        Parameters given = new Parameters(form, parameters);
        double size = Require.between("size of " + form, given.number("size"), 1, Integer.MAX_VALUE);
        double neighbours = Require.between("neighbours", given.number("neighbours"), 1, Integer.MAX_VALUE);
        return new ScreenedKernel(
                inner,
                given.number("threshold"),
                given.rows("reference", (int) size),
                given.array("weights"),
                given.array("fills"),
                (int) neighbours,
                given.number("limit"));
    }

    @Override
    public ScreenedKernel rebuild(Map<String, double[]> parameters) {
        return read(form(), parameters, inner.rebuild(own(parameters)));
    }
}
