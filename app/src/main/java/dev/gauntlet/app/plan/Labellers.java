package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.label.Alerts;
import dev.gauntlet.adapters.label.Indicators;
import dev.gauntlet.adapters.label.SqlRule;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.Labeller;
import dev.gauntlet.process.label.Labelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labellers of records, if no single column holds the labels.
 *
 * @param columns that hold labels
 * @param rules each {@code label: expression}, in SQL over the columns
 * @param alerts files of alerts
 * @param indicators files of indicators
 * @param window how long before or after a connection its alert may fall, in seconds
 * @param weights what a labeller counts where votes are weighted, by its name; else 1
 * @param otherwise the label of records that no labeller labels; absent to leave them unlabelled
 */
public record Labellers(
        List<String> columns,
        List<String> rules,
        List<String> alerts,
        List<String> indicators,
        double window,
        Labelling.Combine combine,
        SortedMap<String, Double> weights,
        Optional<String> otherwise) {
    /** None: a column holds the labels. */
    public static final Labellers NONE = new Labellers(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            60,
            Labelling.Combine.MAJORITY,
            new TreeMap<>(),
            Optional.empty());

    public Labellers {
        columns = List.copyOf(columns);
        rules = List.copyOf(rules);
        alerts = List.copyOf(alerts);
        indicators = List.copyOf(indicators);
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /** Whether no labeller is named. */
    public boolean isEmpty() {
        return columns.isEmpty() && rules.isEmpty() && alerts.isEmpty() && indicators.isEmpty();
    }

    /** The same, with files that are found from anywhere. */
    public Labellers absolute() {
        return new Labellers(
                columns, rules, absolute(alerts), absolute(indicators), window, combine, weights, otherwise);
    }

    private static List<String> absolute(List<String> paths) {
        return paths.stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .toList();
    }

    /** The labels they give records; {@code place} is the prefix of each problem. */
    public Labelling of(Records records, String place) {
        try {
            return Labelling.of(records, labellers(), combine, weights, otherwise);
        } catch (IllegalArgumentException e) {
            throw new InputException(place + ": " + e.getMessage());
        }
    }

    /** Records with what was made of them as a column, which takes the place of one of its name. */
    public static Records with(Records records, Labelling labelling, String into) {
        return records.with(Column.texts(into, labelling.labels().toArray(String[]::new)));
    }

    /** How many records each label has, how far the labellers agree, and how often each is estimated to be wrong. */
    public static List<String> told(Labelling labelling) {
        List<String> told = new ArrayList<>(labelling.notes());
        SortedMap<String, Integer> counts = new TreeMap<>();
        labelling.labels().forEach(label -> counts.merge(label.isEmpty() ? "(unlabelled)" : label, 1, Integer::sum));
        counts.forEach((label, count) -> told.add("%10d  %s".formatted(count, label)));
        List<String> names = labelling.votes().labellers();
        double kappa = labelling.votes().kappa();
        if (names.size() > 1) {
            told.add(
                    Double.isNaN(kappa)
                            ? "no record was labelled by two labellers"
                            : String.format(Locale.ROOT, "agreement (Fleiss' kappa) %.3f", kappa));
        }
        for (int l = 0; l < names.size(); l++) {
            told.add(Plural.format(
                    "%s: labelled %,d record[s], estimated to be wrong in %.3f of them",
                    names.get(l),
                    labelling.spoken().get(l),
                    labelling.consensus().error().get(l)));
        }
        return told;
    }

    private List<Labeller> labellers() {
        if (!weights.isEmpty() && combine != Labelling.Combine.WEIGHTED) {
            throw new InputException("weights are used only with combine weighted");
        }
        List<Labeller> labellers = new ArrayList<>();
        columns.forEach(column -> labellers.add(Labeller.column(column)));
        rules.forEach(rule -> labellers.add(SqlRule.parse(rule)));
        alerts.forEach(path -> labellers.add(Alerts.read(Path.of(path), window)));
        indicators.forEach(path -> labellers.add(Indicators.read(path)));
        List<String> names = labellers.stream().map(Labeller::name).toList();
        for (String name : weights.keySet()) {
            if (!names.contains(name)) {
                throw new InputException("weight %s: there is no such labeller%s; there are %s"
                        .formatted(name, Problems.didYouMean(name, names), names));
            }
        }
        return labellers;
    }
}
