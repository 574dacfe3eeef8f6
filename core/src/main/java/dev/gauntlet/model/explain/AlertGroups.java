package dev.gauntlet.model.explain;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Groups alarms that look the same to an analyst: equal rows, and rows of which the same features explain the answer most, in
 * whatever order, as {@code infer} lists them. Of black boxes and of trees without the numbers of training rows in their nodes,
 * which nothing explains at a fair price, only equal rows are a group.
 *
 * <p>Source of groups by what alarms have in common: Julisch, "Clustering Intrusion Detection Alarms to Support Root Cause
 * Analysis", TISSEC 2003.
 */
public final class AlertGroups {
    /** As many features as {@code infer} lists if nothing else is asked. */
    private static final int TOP = 3;

    private final Model model;
    private final Optional<Explainer> explainer;

    private AlertGroups(Model model, Optional<Explainer> explainer) {
        this.model = model;
        this.explainer = explainer;
    }

    /** The groups of a detector's alarms. */
    public static AlertGroups of(Model model) {
        boolean explained = !(model.kernel() instanceof BlackBox)
                && Explainer.obstacle(model).isEmpty();
        return new AlertGroups(model, explained ? Optional.of(Explainer.of(model)) : Optional.empty());
    }

    /**
     * The group of each row.
     *
     * @param rows n rows in the schema's own units
     * @return n texts, equal for rows of one group: the names of the features, or a digest of the row
     */
    public List<String> of(Rows rows) {
        if (rows.size() == 0) {
            return List.of();
        }
        Require.same("columns", model.schema().width(), rows.width());
        if (explainer.isEmpty()) {
            return IntStream.range(0, rows.size())
                    .mapToObj(i -> rows.slice(i, i + 1).digest())
                    .toList();
        }
        List<String> groups = new ArrayList<>(rows.size());
        Rows contributions = explainer.get().contributions(rows);
        for (int i = 0; i < rows.size(); i++) {
            groups.add(largest(contributions.row(i)));
        }
        return groups;
    }

    private String largest(double[] contributions) {
        return IntStream.range(0, contributions.length)
                .filter(j -> contributions[j] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -Math.abs(contributions[j])))
                .limit(TOP)
                .sorted()
                .map(j -> model.schema().feature(j).name())
                .collect(Collectors.joining(", "));
    }
}
