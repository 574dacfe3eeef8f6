package dev.gauntlet.process.assemble;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Checks that raw records are complete: columns, values, times and sources.
 *
 * @param require columns that must be present and have values
 * @param mostMissing the largest share of a column's values that may be missing
 * @param longestGap the longest time without a record, in hours
 * @param sources sources that must have sent records
 */
public record Completeness(List<String> require, double mostMissing, double longestGap, List<String> sources) {
    private static final double HOUR = 3600;
    /** The difference of the shares of missing values between two classes from which they leak the label. */
    private static final double TELLING = 0.1;

    /**
     * One column.
     *
     * @param missing the share of its values that are missing
     * @param byClass that share among the records of each label
     * @param constant whether there are values and all are equal
     */
    public record Filled(String column, double missing, SortedMap<String, Double> byClass, boolean constant) {
        /** A sentence if the missing values of the column leak the label. */
        public Optional<String> leak() {
            double most = byClass.values().stream().mapToDouble(v -> v).max().orElse(0);
            double least = byClass.values().stream().mapToDouble(v -> v).min().orElse(0);
            return most - least <= TELLING
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "column \"%s\" is missing in %.3f of one class's records and %.3f of another's: missingness leaks the label",
                            column,
                            least,
                            most));
        }
    }

    /** A period without records, in seconds since 1970. */
    public record Gap(double from, double to) {}

    /**
     * The result of the check.
     *
     * @param faults violated requirements
     * @param warnings columns whose missing values leak the label
     */
    public record Report(
            int records, List<Filled> columns, List<Gap> gaps, List<String> faults, List<String> warnings) {
        public Report {
            columns = List.copyOf(columns);
            gaps = List.copyOf(gaps);
            faults = List.copyOf(faults);
            warnings = List.copyOf(warnings);
        }
    }

    public Completeness {
        require = List.copyOf(require);
        sources = List.copyOf(sources);
        Require.fraction("mostMissing", mostMissing);
        Require.that(longestGap > 0, "longestGap must be positive but is " + longestGap);
    }

    /** Requires nothing, but reports everything. */
    public Completeness() {
        this(List.of(), 1, Double.POSITIVE_INFINITY, List.of());
    }

    /**
     * Checks records.
     *
     * @param label the label column, if any
     */
    public Report apply(Records records, Optional<String> label) {
        List<String> faults = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Classes classes = label.flatMap(records::find).map(Classes::of).orElse(Classes.NONE);
        List<Filled> columns = new ArrayList<>();
        for (Column column : records.columns()) {
            if (label.filter(column.name()::equals).isEmpty()) {
                columns.add(filled(column, classes));
            }
        }
        for (String name : require) {
            Optional<Column> column = records.find(name);
            if (column.isEmpty()) {
                faults.add("column \"%s\" is not there".formatted(name));
            } else if (IntStream.range(0, records.size()).allMatch(column.get()::missing)) {
                faults.add("column \"%s\" has no values".formatted(name));
            }
        }
        columns.forEach(filled -> judge(filled, faults, warnings));
        List<Gap> gaps = records.time().map(this::gaps).orElse(List.of());
        gaps.forEach(gap -> faults.add(String.format(
                Locale.ROOT,
                "no record for %.1f hours from second %.0f on, more than the %.1f allowed",
                (gap.to - gap.from) / HOUR,
                gap.from,
                longestGap)));
        absent(records).forEach(source -> faults.add("source %s sent nothing".formatted(source)));
        return new Report(records.size(), columns, gaps, faults, warnings);
    }

    private void judge(Filled filled, List<String> faults, List<String> warnings) {
        if (filled.missing > mostMissing) {
            faults.add(String.format(
                    Locale.ROOT,
                    "column \"%s\": %.3f of the values are missing, more than the %.3f allowed",
                    filled.column,
                    filled.missing,
                    mostMissing));
        }
        filled.leak().ifPresent(warnings::add);
    }

    /** The class of each record, as an index; -1 if its label is missing. */
    private static final class Classes {
        static final Classes NONE = new Classes(List.of(), new int[0]);

        private final List<String> names;
        private final int[] of;

        private Classes(List<String> names, int[] of) {
            this.names = names;
            this.of = of;
        }

        static Classes of(Column label) {
            List<String> names = new ArrayList<>();
            Map<String, Integer> places = new HashMap<>();
            int[] of = new int[label.size()];
            for (int i = 0; i < of.length; i++) {
                of[i] = label.missing(i)
                        ? -1
                        : places.computeIfAbsent(label.text(i), name -> {
                            names.add(name);
                            return names.size() - 1;
                        });
            }
            return new Classes(names, of);
        }
    }

    private static Filled filled(Column column, Classes classes) {
        int missing = 0;
        boolean constant = true;
        int first = -1;
        int[] all = new int[classes.names.size()];
        int[] absent = new int[classes.names.size()];
        for (int i = 0; i < column.size(); i++) {
            boolean gone = column.missing(i);
            missing += gone ? 1 : 0;
            if (!gone) {
                first = first < 0 ? i : first;
                constant = constant && same(column, i, first);
            }
            if (all.length > 0 && classes.of[i] >= 0) {
                all[classes.of[i]]++;
                absent[classes.of[i]] += gone ? 1 : 0;
            }
        }
        SortedMap<String, Double> byClass = new TreeMap<>();
        for (int c = 0; c < all.length; c++) {
            byClass.put(classes.names.get(c), absent[c] / (double) all[c]);
        }
        return new Filled(
                column.name(), missing / (double) Math.max(1, column.size()), byClass, constant && first >= 0);
    }

    private static boolean same(Column column, int one, int other) {
        return column.kind().isNumeric()
                ? column.number(one) == column.number(other)
                : column.text(one).equals(column.text(other));
    }

    private List<Gap> gaps(Column time) {
        double[] sorted = IntStream.range(0, time.size())
                .mapToDouble(time::number)
                .filter(t -> !Double.isNaN(t))
                .sorted()
                .toArray();
        return IntStream.range(1, sorted.length)
                .filter(i -> sorted[i] - sorted[i - 1] > longestGap * HOUR)
                .mapToObj(i -> new Gap(sorted[i - 1], sorted[i]))
                .toList();
    }

    private Set<String> absent(Records records) {
        Set<String> absent = new TreeSet<>(sources);
        records.source()
                .ifPresent(column ->
                        IntStream.range(0, column.size()).mapToObj(column::text).forEach(absent::remove));
        return absent;
    }
}
