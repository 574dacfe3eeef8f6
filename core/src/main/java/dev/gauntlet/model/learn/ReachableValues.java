package dev.gauntlet.model.learn;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What an attacker can make of the encoded values of training rows, column by column: the least and the largest, in the directions and
 * within the bounds of the schema. Numbers move by at most a distance in scales; flags and categories, whose changes only cost, become
 * any permitted value. A missing value stays missing. Immutable once made; shared by all trees.
 */
final class ReachableValues {
    /** As the schema counts distances, a move may be longer by so much. */
    private static final double ROUNDING = 1 + 1e-9;

    /** The bin of a missing value. */
    static final char MISSING = Character.MAX_VALUE;

    private static final int MOST_CUTS = 1024;

    final int size;
    final int width;
    /** By column and row, NaN where the value is missing. */
    final double[][] low;

    final double[][] high;
    /** Whether a row is malicious. */
    final boolean[] malicious;
    /**
     * By column, the thresholds that are tried, in rising order: between all ends of what rows can become, or so many of these that are
     * evenly many apart.
     */
    final double[][] cuts;
    /** By column and row, how many cuts are not above {@link #low}: the row can go left at the cuts from that one on. */
    private final char[][] lowBins;
    /** The same of {@link #high}, at whose cuts before that one the row can go right; the same array if nothing moves in the column. */
    private final char[][] highBins;

    private ReachableValues(Dataset labelled, Encoding encoding, double eps, boolean harmlessMove) {
        size = labelled.size();
        width = encoding.width();
        low = new double[width][size];
        high = new double[width][size];
        cuts = new double[width][];
        lowBins = new char[width][];
        highBins = new char[width][];
        malicious = new boolean[size];
        for (int i = 0; i < size; i++) {
            malicious[i] = labelled.malicious(i);
        }
        Rows rows = labelled.rows();
        for (int j = 0; j < width; j++) {
            Ends ends = new Ends(labelled.schema(), encoding, j, eps);
            for (int i = 0; i < size; i++) {
                ends.of(rows.get(i, j), malicious[i] || harmlessMove);
                low[j][i] = ends.least;
                high[j][i] = ends.largest;
            }
            boolean still = Arrays.equals(low[j], high[j]);
            cuts[j] = cuts(still ? low[j] : joined(low[j], high[j]));
            lowBins[j] = bins(low[j], cuts[j]);
            highBins[j] = still ? lowBins[j] : bins(high[j], cuts[j]);
        }
    }

    /**
     * The values that labelled rows can take.
     *
     * @param eps the largest move of a number, in scales of the schema
     * @param harmlessMove whether harmless rows are moved as well as malicious ones
     */
    static ReachableValues of(Dataset labelled, Encoding encoding, double eps, boolean harmlessMove) {
        return new ReachableValues(labelled, encoding, eps, harmlessMove);
    }

    char[] lowBins(int column) {
        return lowBins[column];
    }

    char[] highBins(int column) {
        return highBins[column];
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static double[] cuts(double[] ends) {
        double[] sorted =
                Arrays.stream(ends).filter(end -> !Double.isNaN(end)).sorted().toArray();
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        double[] ranked = distinct.length <= MOST_CUTS
                ? distinct
                : IntStream.range(0, MOST_CUTS)
                        .mapToDouble(k -> sorted[(int) ((long) k * sorted.length / MOST_CUTS)])
                        .distinct()
                        .toArray();
        double[] cuts = new double[Math.max(0, ranked.length - 1)];
        for (int k = 0; k < cuts.length; k++) {
            double next = distinct[Arrays.binarySearch(distinct, ranked[k]) + 1];
            double middle = ranked[k] / 2 + next / 2;
            cuts[k] = middle > ranked[k] && middle < next ? middle : next;
        }
        return cuts;
    }

    private static char[] bins(double[] values, double[] cuts) {
        char[] bins = new char[values.length];
        for (int i = 0; i < bins.length; i++) {
            int found = Double.isNaN(values[i]) ? MISSING : Arrays.binarySearch(cuts, values[i]);
            bins[i] = (char) (found < 0 ? -found - 1 : found == MISSING ? MISSING : found + 1);
        }
        return bins;
    }

    /** The ends of what one value can become. */
    private static final class Ends {
        private final Feature feature;
        private final Encoding encoding;
        private final int column;
        private final double reach;
        private double least;
        private double largest;

        Ends(Schema schema, Encoding encoding, int column, double eps) {
            this.feature = schema.feature(column);
            this.encoding = encoding;
            this.column = column;
            this.reach = schema.reach(column, eps) * ROUNDING;
        }

        void of(double value, boolean moves) {
            least = encoding.encode(column, value) + 0.0; // -0 becomes 0: sorting distinguishes them, trees do not
            largest = least;
            if (!moves || Double.isNaN(value) || feature.move() == Feature.Move.FIXED) {
                return;
            }
            if (feature.isNumber()) {
                boolean whole = feature.kind() == Feature.Kind.WHOLE;
                double down = Math.max(feature.low(), value - reach);
                double up = Math.min(feature.high(), value + reach);
                add(value, whole ? Math.ceil(down) : down);
                add(value, whole ? Math.floor(up) : up);
            } else {
                for (double code = feature.low(); code <= feature.high(); code++) {
                    add(value, code);
                }
            }
        }

        private void add(double before, double after) {
            if (feature.move().permits(before, after)) {
                double encoded = encoding.encode(column, after) + 0.0;
                least = Math.min(least, encoded);
                largest = Math.max(largest, encoded);
            }
        }
    }
}
