package dev.gauntlet.process.evaluate;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.measure.Confusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The results of a detector on some of the rows: a mean can hide that it misses one kind of attack completely.
 *
 * @param by the criterion: {@code kind}, {@code source}, {@code day} or the name of a category
 * @param name the value of the criterion
 * @param unseen whether it is a malicious kind that does not occur in training
 */
public record Slice(String by, String name, boolean unseen, Confusion confusion) {
    private static final int MOST = 40;
    private static final double LATEST = 1e11;
    private static final double DAY = 86_400;

    /** By kind of malicious row, source, day and every category; a division into more than 40 slices is left out. */
    static List<Slice> all(Dataset train, Dataset test, boolean[] alarms) {
        boolean[] seen = new boolean[test.labelNames().size()];
        for (int label : train.labels()) {
            if (label >= 0) {
                seen[label] = true;
            }
        }
        List<Slice> slices = new ArrayList<>();
        of(
                        "kind",
                        test,
                        alarms,
                        i -> test.label(i) < 0
                                ? "unlabelled"
                                : test.labelNames().get(test.label(i)))
                .stream()
                .map(s -> new Slice(s.by, s.name, isUnseen(s.name, test, seen), s.confusion))
                .forEach(slices::add);
        if (test.hasSources()) {
            slices.addAll(few(of("source", test, alarms, i -> test.source(i).orElse(""))));
        }
        if (test.hasTimes() && datable(test)) {
            slices.addAll(few(of(
                    "day",
                    test,
                    alarms,
                    i -> java.time.LocalDate.ofEpochDay((long) Math.floor(test.time(i) / DAY))
                            .toString())));
        }
        for (int j = 0; j < test.schema().width(); j++) {
            Feature feature = test.schema().feature(j);
            if (feature.kind() == Feature.Kind.CATEGORY) {
                int column = j;
                slices.addAll(few(of(
                        feature.name(),
                        test,
                        alarms,
                        i -> category(feature, test.rows().get(i, column)))));
            }
        }
        return slices;
    }

    /** Whether all times are plausible dates; the times of a table may be ticks of another clock. */
    private static boolean datable(Dataset test) {
        return java.util.stream.IntStream.range(0, test.size()).allMatch(i -> Math.abs(test.time(i)) < LATEST);
    }

    private static boolean isUnseen(String name, Dataset test, boolean[] seen) {
        int label = test.labelNames().indexOf(name);
        return label > 0 && !seen[label];
    }

    private static String category(Feature feature, double code) {
        int index = (int) code;
        return index >= 0 && index < feature.categories().size()
                ? feature.categories().get(index)
                : "(other)";
    }

    private static List<Slice> few(List<Slice> slices) {
        return slices.size() > MOST || slices.size() < 2 ? List.of() : slices;
    }

    /** One slice for each name, in alphabetical order. */
    static List<Slice> of(String by, Dataset test, boolean[] alarms, IntFunction<String> nameOf) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < test.size(); i++) {
            members.computeIfAbsent(nameOf.apply(i), name -> new ArrayList<>()).add(i);
        }
        List<Slice> slices = new ArrayList<>();
        members.forEach((name, rows) -> {
            boolean[] truth = new boolean[rows.size()];
            boolean[] said = new boolean[rows.size()];
            for (int k = 0; k < said.length; k++) {
                truth[k] = test.malicious(rows.get(k));
                said[k] = alarms[rows.get(k)];
            }
            slices.add(new Slice(by, name, false, Confusion.of(truth, said)));
        });
        return slices;
    }
}
