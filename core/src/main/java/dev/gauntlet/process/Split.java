package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The split step: splits the rows into three parts. The test part is for the final metrics and for victims; tuning uses
 * the validation part, which is split from the training part in the same way.
 *
 * @param testShare of all rows, default a quarter
 * @param validationShare of the rows that are not test
 */
public record Split(By by, double testShare, double validationShare) {
    /** The fewest benign and malicious rows that each part must have for training. */
    public static final int FEWEST = 4;

    /** The criterion by which rows are split. */
    public enum By {
        /** Random, stratified by label. */
        LABEL,
        /** Random, but rows of one group (a host, a family, a campaign) stay together. */
        GROUP,
        /**
         * Time: the latest rows are split off, rows with equal times stay together, and rows without a time are
         * training rows.
         */
        TIME,
        /**
         * Time, and no group is attacked on both sides: earlier rows of a group that has a malicious row among those split
         * off are left out of all parts.
         */
        TIME_AND_GROUP
    }

    /** The three parts; no row is in two of them. */
    public record Parts(Dataset train, Dataset validation, Dataset test) {
        /** The SHA-256 of all three. */
        public String digest() {
            return new Digest()
                    .add(train.digest())
                    .add(validation.digest())
                    .add(test.digest())
                    .hex();
        }

        public Parts withTrain(Dataset other) {
            return new Parts(other, validation, test);
        }

        public Parts withTest(Dataset other) {
            return new Parts(train, validation, other);
        }
    }

    /** One fold of the training rows for tuning: the rows to train on, and those held out. */
    public record Fold(Dataset train, Dataset held) {}

    public Split {
        Require.between("testShare", testShare, 0.01, 0.9);
        Require.between("validationShare", validationShare, 0.01, 0.9);
    }

    /** A random stratified split. */
    public Split(double testShare, double validationShare) {
        this(By.LABEL, testShare, validationShare);
    }

    public Split() {
        this(0.25, 0.2);
    }

    /** Splits a data set; a row's group is its source. */
    public Parts apply(Dataset data, Run run) {
        return apply(data, sources(data), run);
    }

    /**
     * Cuts a data set in three.
     *
     * @param groups one per row; empty where groups do not decide
     * @throws IllegalArgumentException if groups or times are needed and missing, or a part would be empty
     */
    public Parts apply(Dataset data, List<String> groups, Run run) {
        boolean[] test = cut(data, groups, testShare, run.child("test"));
        int[] rest = rest(data, groups, test);
        List<String> left = groups.isEmpty()
                ? groups
                : IntStream.of(rest).mapToObj(groups::get).toList();
        return withGivenTest(data.select(rest), data.select(side(test, true)), left, run);
    }

    /** Splits the validation part off if the test part is given; a row's group is its source. */
    public Parts withGivenTest(Dataset rest, Dataset test, Run run) {
        return withGivenTest(rest, test, sources(rest), run);
    }

    /** Splits the validation part off if the test part is given, with a group for each other row. */
    public Parts withGivenTest(Dataset rest, Dataset test, List<String> groups, Run run) {
        boolean[] validation = cut(rest, groups, validationShare, run.child("validation"));
        return new Parts(rest.select(rest(rest, groups, validation)), rest.select(side(validation, true)), test);
    }

    /**
     * Splits rows into a validation and a test part, with an empty training part.
     *
     * @param groups one per row; empty where groups do not decide
     */
    public Parts withoutTraining(Dataset held, List<String> groups, Run run) {
        boolean[] test = cut(held, groups, 1 - validationShare, run.child("test"));
        return new Parts(held.select(new int[0]), held.select(rest(held, groups, test)), held.select(side(test, true)));
    }

    /** Splits training rows into {@code count} folds, each of which is held out once; stratified by label. */
    public static List<Fold> folds(Dataset train, int count, Run run) {
        Require.between("folds", count, 2, train.size());
        int[] foldOf = new int[train.size()];
        for (int label = -1; label < train.labelNames().size(); label++) {
            int[] members = members(train, label);
            int[] order = run.child(label).rng().permutation(members.length);
            for (int i = 0; i < order.length; i++) {
                foldOf[members[order[i]]] = (i + label + 1) % count;
            }
        }
        return IntStream.range(0, count)
                .mapToObj(fold -> {
                    boolean[] held = new boolean[foldOf.length];
                    for (int i = 0; i < held.length; i++) {
                        held[i] = foldOf[i] == fold;
                    }
                    return new Fold(train.select(side(held, false)), train.select(side(held, true)));
                })
                .toList();
    }

    /** One truth value per row: whether it is split off. */
    private boolean[] cut(Dataset data, List<String> groups, double share, Run run) {
        boolean[] cut = switch (by) {
            case LABEL -> byLabel(data, share, run);
            case GROUP -> GroupCut.of(data, groups, share, run);
            case TIME, TIME_AND_GROUP -> byTime(data, share);
        };
        if (by != By.LABEL && (side(cut, true).length == 0 || side(cut, false).length == 0)) {
            throw new IllegalArgumentException(
                    by == By.GROUP
                            ? "a split by groups needs at least three groups: one each to train, validate and test on"
                            : "all rows have the same time: a split by time needs rows of different times");
        }
        return cut;
    }

    /** The rows that were not split off and may be learnt from. */
    private int[] rest(Dataset data, List<String> groups, boolean[] cut) {
        int[] before = side(cut, false);
        if (by != By.TIME_AND_GROUP) {
            return before;
        }
        Require.that(
                groups.size() == data.size(),
                "a split by time and group needs a group for every row, such as a source; state the column with group, or split"
                        + " by time");
        Set<String> attacked = IntStream.of(data.maliciousRows())
                .filter(row -> cut[row])
                .mapToObj(groups::get)
                .collect(Collectors.toSet());
        return IntStream.of(before)
                .filter(row -> !attacked.contains(groups.get(row)))
                .toArray();
    }

    /** The sources that have malicious rows in both data sets; between training and test parts this is a leak. */
    public static Set<String> attackedInBoth(Dataset some, Dataset others) {
        Set<String> both = attacked(some);
        both.retainAll(attacked(others));
        return both;
    }

    private static Set<String> attacked(Dataset data) {
        return IntStream.of(data.maliciousRows())
                .mapToObj(data::source)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows that are in none of the parts. */
    public static int[] leftOut(Dataset data, Parts parts) {
        Set<Long> used = Stream.of(parts.train(), parts.validation(), parts.test())
                .flatMapToLong(part -> IntStream.range(0, part.size()).mapToLong(part::id))
                .boxed()
                .collect(Collectors.toSet());
        return IntStream.range(0, data.size())
                .filter(row -> !used.contains(data.id(row)))
                .toArray();
    }

    private static boolean[] byLabel(Dataset data, double share, Run run) {
        boolean[] cut = new boolean[data.size()];
        for (int label = -1; label < data.labelNames().size(); label++) {
            int[] members = members(data, label);
            for (int row : run.child(label).rng().sample(members, (int) Math.rint(share * members.length))) {
                cut[row] = true;
            }
        }
        return cut;
    }

    private static boolean[] byTime(Dataset data, double share) {
        Require.that(data.hasTimes(), "a split by time needs a time column");
        double[] times = IntStream.range(0, data.size()).mapToDouble(data::time).toArray();
        double[] sorted = Arrays.stream(times)
                .filter(time -> !Double.isNaN(time))
                .sorted()
                .toArray();
        Require.that(sorted.length > 0, "a split by time needs times");
        double wanted = sorted[sorted.length - Math.max(1, (int) Math.rint(share * sorted.length))];
        double from = wanted > sorted[0]
                ? wanted
                : Arrays.stream(sorted)
                        .filter(time -> time > sorted[0])
                        .findFirst()
                        .orElse(wanted);
        boolean[] cut = new boolean[times.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = times[i] >= from;
        }
        return cut;
    }

    private static int[] members(Dataset data, int label) {
        return IntStream.range(0, data.size())
                .filter(i -> data.label(i) == label)
                .toArray();
    }

    /** The source of each row; empty if rows have none. */
    public static List<String> sources(Dataset data) {
        return data.hasSources()
                ? IntStream.range(0, data.size())
                        .mapToObj(i -> data.source(i).orElseThrow())
                        .toList()
                : List.of();
    }

    private static int[] side(boolean[] cut, boolean which) {
        return IntStream.range(0, cut.length).filter(i -> cut[i] == which).toArray();
    }

    /** The rows whose values also occur exactly in another data set; between training and test parts this is a leak. */
    public static int[] duplicates(Dataset rows, Dataset others) {
        Set<List<Double>> seen = new HashSet<>();
        for (int i = 0; i < others.size(); i++) {
            seen.add(values(others, i));
        }
        return IntStream.range(0, rows.size())
                .filter(i -> seen.contains(values(rows, i)))
                .toArray();
    }

    private static List<Double> values(Dataset data, int row) {
        return Arrays.stream(data.rows().row(row)).boxed().toList();
    }
}
