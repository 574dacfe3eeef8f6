package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Breach;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The part of assembly that needs labels, on training rows only; test rows are never touched. Contradictory rows, equal
 * in every value but labelled both benign and malicious, are all left out; the other steps are optional and run in the
 * order of the parameters.
 *
 * @param impossible whether rows that break a bound or rule of the schema are left out
 * @param duplicates whether only the first of rows with equal values and labels is kept
 * @param near as {@code duplicates}, for rows that are equal after rounding numbers to multiples of this many scales; 0
 *     for off
 * @param outliers the most robust deviations (1.4826 times the median absolute deviation, among rows of the same label)
 *     that a number may be from the median; infinite for no limit
 * @param sourceQuota the largest share of a class (benign or malicious) that one source may contribute, keeping its
 *     first rows; 1 for no limit
 */
public record Sanitise(boolean impossible, boolean duplicates, double near, double outliers, double sourceQuota) {
    private static final double NORMAL = 1.4826;

    /** The reasons for leaving out a row, in the order of the steps. */
    public enum Step {
        CONTRADICTORY("rows of the same values are labelled both benign and malicious"),
        IMPOSSIBLE("they break a bound or rule of the schema"),
        DUPLICATE("copies of others"),
        NEAR_DUPLICATE("near-copies of others"),
        OUTLIER("a number lies far from the median of its label"),
        QUOTA("one source contributes more than its quota");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        /** A description of the step, for several rows. */
        public String text() {
            return text;
        }
    }

    /** A row left out, by its id; {@code detail} is specific to this row. */
    public record Dropped(long row, Step step, String detail) {
        /** The step and the detail, in words. */
        public String reason() {
            return step.name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + detail;
        }
    }

    /**
     * The sanitised training rows.
     *
     * @param dropped the rows left out, step by step in row order
     */
    public record Sanitised(Dataset rows, List<Dropped> dropped) {
        public Sanitised {
            dropped = List.copyOf(dropped);
        }

        /** The number of rows that each step left out, if any. */
        public Map<Step, Long> counts() {
            return dropped.stream()
                    .collect(Collectors.groupingBy(
                            Dropped::step, () -> new EnumMap<>(Step.class), Collectors.counting()));
        }
    }

    public Sanitise {
        Require.between("near", near, 0, 1e6);
        Require.that(outliers > 0, "outliers must be positive but is " + outliers);
        Require.that(sourceQuota > 0 && sourceQuota <= 1, "sourceQuota must be in (0, 1] but is " + sourceQuota);
    }

    /** Leaves out only contradictory rows. */
    public Sanitise() {
        this(false, false, 0, Double.POSITIVE_INFINITY, 1);
    }

    /** Whether it decides on a row by looking at rows of other values. */
    public boolean comparesRows() {
        return near > 0 || outliers < Double.POSITIVE_INFINITY || sourceQuota < 1;
    }

    public Sanitised apply(Dataset train) {
        Sanitised left = new Sanitised(train, List.of());
        left = without(left, Step.CONTRADICTORY, contradictory(left.rows()));
        if (impossible) {
            left = without(left, Step.IMPOSSIBLE, impossible(left.rows()));
        }
        if (duplicates) {
            Dataset rows = left.rows();
            left = without(left, Step.DUPLICATE, copies(rows, rows.rows()::row));
        }
        if (near > 0) {
            Dataset rows = left.rows();
            left = without(left, Step.NEAR_DUPLICATE, copies(rows, i -> rounded(rows, i)));
        }
        if (outliers < Double.POSITIVE_INFINITY) {
            left = without(left, Step.OUTLIER, outlying(left.rows()));
        }
        if (sourceQuota < 1 && left.rows().hasSources()) {
            left = without(left, Step.QUOTA, beyondQuota(left.rows()));
        }
        return left;
    }

    /** Leaves out the rows that have a detail. */
    private static Sanitised without(Sanitised left, Step step, String[] details) {
        List<Dropped> dropped = new ArrayList<>(left.dropped());
        int[] kept = new int[details.length];
        int count = 0;
        for (int i = 0; i < details.length; i++) {
            if (details[i].isEmpty()) {
                kept[count++] = i;
            } else {
                dropped.add(new Dropped(left.rows().id(i), step, details[i]));
            }
        }
        return count == details.length ? left : new Sanitised(left.rows().select(Arrays.copyOf(kept, count)), dropped);
    }

    private static String[] none(Dataset rows) {
        String[] details = new String[rows.size()];
        Arrays.fill(details, "");
        return details;
    }

    /** The values of a row, as a hash key. */
    private static final class Key {
        private final double[] values;
        private final int label;

        private Key(double[] values, int label) {
            this.values = values;
            this.label = label;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && that.label == label && Arrays.equals(that.values, values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(values) + label;
        }
    }

    private static String[] contradictory(Dataset rows) {
        Map<Key, Integer> sides = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.label(i) >= 0) {
                sides.merge(new Key(rows.rows().row(i), 0), rows.malicious(i) ? 2 : 1, (a, b) -> a | b);
            }
        }
        String[] details = none(rows);
        for (int i = 0; i < details.length; i++) {
            if (sides.getOrDefault(new Key(rows.rows().row(i), 0), 0) == 3) {
                details[i] = "rows of the same values are benign and malicious";
            }
        }
        return details;
    }

    private static String[] impossible(Dataset rows) {
        String[] details = none(rows);
        for (int i = 0; i < details.length; i++) {
            List<Breach> faults = rows.schema().faults(rows.rows().row(i));
            if (!faults.isEmpty()) {
                details[i] = faults.stream()
                        .map(fault -> "%s of %s".formatted(word(fault), fault.where()))
                        .distinct()
                        .collect(Collectors.joining(", "));
            }
        }
        return details;
    }

    private static String word(Breach fault) {
        return fault.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String[] copies(Dataset rows, IntFunction<double[]> values) {
        Map<Key, Long> first = new HashMap<>();
        String[] details = none(rows);
        for (int i = 0; i < details.length; i++) {
            Long earlier = first.putIfAbsent(new Key(values.apply(i), rows.label(i)), rows.id(i));
            if (earlier != null) {
                details[i] = "as row " + earlier;
            }
        }
        return details;
    }

    private double[] rounded(Dataset rows, int i) {
        double[] row = rows.rows().row(i);
        for (int j = 0; j < row.length; j++) {
            Feature feature = rows.schema().feature(j);
            row[j] = feature.isNumber() ? Math.rint(row[j] / (near * feature.scale())) + 0.0 : row[j];
        }
        return row;
    }

    private String[] outlying(Dataset rows) {
        String[] details = none(rows);
        for (int label = -1; label < rows.labelNames().size(); label++) {
            int wanted = label;
            int[] members = IntStream.range(0, rows.size())
                    .filter(i -> rows.label(i) == wanted)
                    .toArray();
            for (int j = 0; j < rows.rows().width(); j++) {
                if (rows.schema().feature(j).isNumber()) {
                    outlying(rows, members, j, details);
                }
            }
        }
        return details;
    }

    private void outlying(Dataset rows, int[] members, int j, String[] details) {
        double middle = median(
                IntStream.of(members).mapToDouble(i -> rows.rows().get(i, j)).toArray());
        double deviation = NORMAL
                * median(IntStream.of(members)
                        .mapToDouble(i -> Math.abs(rows.rows().get(i, j) - middle))
                        .toArray());
        for (int i : members) {
            double value = rows.rows().get(i, j);
            if (deviation > 0 && Math.abs(value - middle) > outliers * deviation && details[i].isEmpty()) {
                details[i] = "%s is %s, its median %s"
                        .formatted(
                                rows.schema().feature(j).name(),
                                rows.schema().feature(j).text(value),
                                rows.schema().feature(j).text(middle));
            }
        }
    }

    /** The lower median of the values that are not missing; NaN if there are none. */
    private static double median(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    private String[] beyondQuota(Dataset rows) {
        long malicious = rows.maliciousRows().length;
        long most = (long) Math.max(1, StrictMath.floor(sourceQuota * malicious));
        long mostBenign = (long) Math.max(1, StrictMath.floor(sourceQuota * (rows.size() - malicious)));
        boolean[] kept = new PerSource(rows.size(), i -> rows.source(i).orElse(""), i -> rows.malicious(i) ? 1 : 0)
                .first(group -> group == 1 ? most : mostBenign);
        String[] details = none(rows);
        for (int i = 0; i < details.length; i++) {
            if (!kept[i]) {
                details[i] = "%s contributes more than %s of the %s rows"
                        .formatted(rows.source(i).orElse(""), sourceQuota, rows.malicious(i) ? "malicious" : "benign");
            }
        }
        return details;
    }
}
