package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Feature;
import dev.gauntlet.process.assemble.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that are read from a stream, and their kinds.
 *
 * @param kinds the kinds by name: features, columns that features are derived from, time and source
 * @param required the required columns, unless the features derived from them are there already
 * @param kept columns whose original text is kept; they may be among the others
 * @param known columns that are not reported as unused: the label and ignored columns
 */
record WantedColumns(
        Map<String, Kind> kinds, Set<String> required, Set<String> known, List<String> kept, TableSchema table) {
    /** The most missing columns that are named; more suggest another file. */
    private static final int NAMED = 5;

    /** The kind of a column. */
    enum Kind {
        NUMBER,
        TIME,
        TEXT,
        /** A category written as a number, so that 1.0 and 1 are the same; other text is invalid. */
        CODE;

        boolean isNumeric() {
            return this != TEXT;
        }
    }

    static WantedColumns of(TableSchema table) {
        return of(table, List.of());
    }

    static WantedColumns of(TableSchema table, List<String> kept) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        List<String> read = table.assembly().reads();
        table.schema().features().forEach(feature -> kinds.put(feature.name(), kind(feature)));
        table.derive().stream()
                .flatMap(transform -> transform.reads().stream())
                .filter(input -> read.contains(input.column()))
                .forEach(input -> kinds.putIfAbsent(input.column(), kind(input)));
        Set<String> required = new HashSet<>(read);
        table.source().ifPresent(name -> kinds.putIfAbsent(name, Kind.TEXT));
        table.time().ifPresent(name -> kinds.put(name, Kind.TIME));
        Set<String> known = new HashSet<>(table.ignored());
        table.label().ifPresent(known::add);
        return new WantedColumns(
                kinds, required, known, kept.stream().distinct().toList(), table);
    }

    private static Kind kind(Feature feature) {
        if (feature.kind() != Feature.Kind.CATEGORY) {
            return Kind.NUMBER;
        }
        boolean numbers = feature.categories().stream().allMatch(text -> text.isEmpty() || Decimals.isFinite(text));
        return numbers ? Kind.CODE : Kind.TEXT;
    }

    private static Kind kind(Transform.Input input) {
        return switch (input.kind()) {
            case TEXT -> Kind.TEXT;
            case TIME -> Kind.TIME;
            case NUMBER, AMOUNT -> Kind.NUMBER;
        };
    }

    /** The unused ones among these columns, in order. */
    List<String> unused(Collection<String> names) {
        return names.stream()
                .filter(name -> !kinds.containsKey(name) && !known.contains(name) && !kept.contains(name))
                .toList();
    }

    /** The required columns that are missing; columns whose derived features are there are not required. */
    List<String> missing(Collection<String> names, String place) {
        try {
            return table.assembly().missing(names);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%s: %s; give all of them or the raw columns alone".formatted(place, e.getMessage()));
        }
    }

    /** Refuses a table that lacks a feature, naming each with the likely intended column. */
    void demand(Collection<String> names, String place) {
        List<String> missing = missing(names, place);
        Problems problems = new Problems();
        List<String> others = unused(names);
        missing.stream()
                .limit(NAMED)
                .forEach(name -> problems.add("%s: has no column \"%s\", which the detector needs%s"
                        .formatted(place, name, Problems.didYouMean(name, others))));
        if (missing.size() > NAMED) {
            problems.add(Plural.format(
                    "%s: %d more of the %d columns that the detector needs [2:is|are] also missing; its columns are %s",
                    place, missing.size() - NAMED, required.size(), some(names)));
        }
        if (!missing.isEmpty() && missing.stream().allMatch(name -> name.matches("x\\d+"))) {
            problems.add(
                    "%s: the detector was imported from a file that states no names; import it again with --data or --schema, so that its columns have some"
                            .formatted(place));
        }
        kept.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add("%s: has no column \"%s\", which --keep names%s; its columns are %s"
                        .formatted(place, name, Problems.didYouMean(name, names), some(names))));
        problems.throwIfAny();
    }

    /**
     * The column names of the schema for a table without a header, if the number of fields matches, with or without the
     * label and ignored columns.
     */
    Optional<List<String>> positions(int fields) {
        List<String> all = table.columns();
        List<String> bare = all.stream().filter(name -> !known.contains(name)).toList();
        return all.size() == fields ? Optional.of(all) : bare.size() == fields ? Optional.of(bare) : Optional.empty();
    }

    private static String some(Collection<String> names) {
        List<String> first = new ArrayList<>(names).subList(0, Math.min(12, names.size()));
        return names.size() == first.size()
                ? first.toString()
                : first + " and " + (names.size() - first.size()) + " more";
    }
}
