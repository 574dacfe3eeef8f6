package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits off whole groups. The largest groups are assigned first, in random order among equals, each to the side that
 * brings the class shares closer to the requested ones. If that would split nothing off, the smallest group is.
 */
final class GroupCut {
    private final double[] wanted;
    private final double[] total;
    private final double[] taken;

    private GroupCut(double[] total, double share) {
        this.total = total;
        this.wanted = new double[total.length];
        this.taken = new double[total.length];
        for (int k = 0; k < total.length; k++) {
            wanted[k] = share * total[k];
        }
    }

    /** One truth value per row: whether its group is split off. */
    static boolean[] of(Dataset data, List<String> groups, double share, Run run) {
        Require.that(groups.size() == data.size(), "a split by groups needs a group for every row, such as a source");
        int labels = data.labelNames().size() + 1;
        Map<String, double[]> counts = new LinkedHashMap<>();
        double[] total = new double[labels];
        for (int i = 0; i < data.size(); i++) {
            counts.computeIfAbsent(groups.get(i), group -> new double[labels])[data.label(i) + 1]++;
            total[data.label(i) + 1]++;
        }
        GroupCut cut = new GroupCut(total, share);
        List<String> names = List.copyOf(counts.keySet());
        List<String> order = new ArrayList<>();
        for (int i : run.rng().permutation(names.size())) {
            order.add(names.get(i));
        }
        order.sort(Comparator.comparingDouble(group -> -sum(counts.getOrDefault(group, total))));
        Map<String, Boolean> off = new LinkedHashMap<>();
        order.forEach(group -> off.put(group, cut.takes(counts.getOrDefault(group, total))));
        if (order.size() > 1 && !off.containsValue(true)) {
            off.put(order.get(order.size() - 1), true);
        }
        boolean[] result = new boolean[data.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = off.getOrDefault(groups.get(i), false);
        }
        return result;
    }

    /** Adds a group if that brings the split closer to the requested shares. */
    private boolean takes(double[] group) {
        double with = 0;
        double without = 0;
        for (int k = 0; k < group.length; k++) {
            if (total[k] > 0) {
                with += square(taken[k] + group[k] - wanted[k]) / total[k];
                without += square(taken[k] - wanted[k]) / total[k];
            }
        }
        if (with >= without) {
            return false;
        }
        for (int k = 0; k < group.length; k++) {
            taken[k] += group[k];
        }
        return true;
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sum(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        return sum;
    }
}
