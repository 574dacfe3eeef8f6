package dev.gauntlet.search.gradient;

import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Moves a change to where the rules hold, before it is rounded: of each broken rule in turn along the slopes of its violation, to where
 * these say that it holds, which is the nearest such place of a linear rule. So a sum that is too large is made up by all its terms.
 *
 * @see <a href="https://doi.org/10.4153/CJM-1954-037-2">Agmon 1954, the relaxation method for linear inequalities</a>
 */
final class RuleSteps {
    private static final int PASSES = 40;
    private static final int TURNS = 3;
    private static final double SETTLED = 1e-9;
    /** So that a rule holds in spite of rounding. */
    private static final double BEYOND = 1 + 1e-9;

    private final Schema schema;
    private final double[] original;
    private final int[] columns;
    private final int[] places;
    private final double[] scales;
    private final double[] low;
    private final double[] high;
    private final double[] anyway;
    private final int[] checked;
    private final int[][] bases;
    private final double[] row;
    private final double[] slopes;

    RuleSteps(Schema schema, double[] original, int[] columns, double[] scales, double[] low, double[] high) {
        this.schema = schema;
        this.original = original;
        this.columns = columns;
        this.scales = scales;
        this.low = low;
        this.high = high;
        this.row = original.clone();
        this.slopes = new double[original.length];
        this.places = new int[original.length];
        Arrays.fill(places, -1);
        for (int k = 0; k < columns.length; k++) {
            places[columns[k]] = k;
        }
        int rules = schema.rules().size();
        this.anyway = schema.rules().stream()
                .mapToDouble(rule -> rule.violation(original))
                .toArray();
        this.bases = new int[rules][];
        for (int r = 0; r < rules; r++) {
            bases[r] = schema.bases(r);
        }
        this.checked = IntStream.range(0, rules)
                .filter(r -> !schema.isFormula(r))
                .filter(r -> Arrays.stream(bases[r]).anyMatch(j -> places[j] >= 0))
                .toArray();
    }

    /** Whether any rule depends on what can change. */
    boolean matter() {
        return checked.length > 0;
    }

    /** Moves a change within its box so that it breaks fewer rules. */
    void mend(double[] delta) {
        if (checked.length == 0) {
            return;
        }
        for (int k = 0; k < columns.length; k++) {
            row[columns[k]] = original[columns[k]] + delta[k] * scales[k];
        }
        schema.derive(original, row);
        boolean broken = true;
        for (int pass = 0; pass < PASSES && broken; pass++) {
            broken = false;
            for (int r : checked) {
                double violation = schema.rules().get(r).violation(row) - anyway[r];
                if (violation > 0) {
                    broken |= mend(schema.rules().get(r), bases[r], violation, delta);
                }
            }
        }
    }

    private boolean mend(Rule rule, int[] own, double violation, double[] delta) {
        for (int j : rule.columns()) {
            slopes[j] = 0;
        }
        for (int j : own) {
            slopes[j] = 0;
        }
        rule.addSlopes(row, 1, slopes);
        schema.passOn(row, slopes);
        double left = violation;
        for (int turn = 0; turn < TURNS && left > SETTLED * violation; turn++) {
            left -= step(own, left, delta);
        }
        schema.derive(original, row);
        return left < violation;
    }

    /** Moves what can still move, and tells by how much less the rule is broken if it is linear. */
    private double step(int[] own, double violation, double[] delta) {
        double square = 0;
        for (int j : own) {
            double slope = open(j, delta);
            square += slope * slope;
        }
        double gone = 0;
        for (int i = 0; i < own.length && square > 0; i++) {
            int j = own[i];
            double slope = open(j, delta);
            if (slope != 0) {
                int k = places[j];
                double before = delta[k];
                delta[k] = Math.max(low[k], Math.min(high[k], before - BEYOND * violation * slope / square));
                gone += (before - delta[k]) * slope;
                row[j] = original[j] + delta[k] * scales[k];
            }
        }
        return gone;
    }

    /** The slope of the violation by a change in scales, if the change can still follow it down. */
    private double open(int column, double[] delta) {
        int k = places[column];
        if (k < 0) {
            return 0;
        }
        double slope = slopes[column] * scales[k];
        return (slope > 0 ? delta[k] > low[k] : delta[k] < high[k]) ? slope : 0;
    }
}
