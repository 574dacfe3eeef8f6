package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
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
 * The columns that are drawn from a stream, and what each holds.
 *
 * @param kinds by name: the features, what others are derived from, and those that say when and who
 * @param required those that must be there, unless what is derived from them is there already
 * @param kept columns whose fields are handed on as they are written; they may be among the others
 * @param known columns that are not reported as unused: the label and what is ignored
 */
record WantedColumns(
        Map<String, Kind> kinds, Set<String> required, Set<String> known, List<String> kept, TableSchema table) {
    /** How many missing columns are named; more suggest another file. */
    private static final int NAMED = 5;

    /** What a column holds. */
    enum Kind {
        NUMBER,
        TIME,
        TEXT,
        /** A category written as a number, so that 1.0 and 1 are the same; a text is none. */
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

    /** Those of some columns that nothing needs, in their order. */
    List<String> unused(Collection<String> names) {
        return names.stream()
                .filter(name -> !kinds.containsKey(name) && !known.contains(name) && !kept.contains(name))
                .toList();
    }

    /** The columns that are needed and are not among some; what is derived already needs none. */
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
            problems.add("%s: %d more of the %d columns that the detector needs are also missing; its columns are %s"
                    .formatted(place, missing.size() - NAMED, required.size(), some(names)));
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

    /** The table's names for a header that is not there, where there are as many fields; also without the label and what is ignored. */
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
