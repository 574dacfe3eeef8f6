package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The benign label: the stated one, otherwise one of the usual names, otherwise a guess. */
final class BenignLabel {
    private static final Set<String> USUAL = Set.of(
            "0",
            "normal",
            "normal.",
            "benign",
            "b",
            "good",
            "legitimate",
            "legit",
            "ham",
            "no",
            "false",
            "clean",
            "goodware",
            "negative",
            "harmless",
            "safe");

    private final List<String> names;
    private final boolean certain;
    private final List<Note> notes;
    private final Map<Long, Integer> sides;
    private final Records records;

    private BenignLabel(
            Records records, List<String> names, boolean certain, List<Note> notes, Map<Long, Integer> sides) {
        this.records = records;
        this.names = List.copyOf(names);
        this.certain = certain;
        this.notes = List.copyOf(notes);
        this.sides = sides;
    }

    /** The benign label of records; empty if there is no label column. */
    static Optional<BenignLabel> of(Records records, Optional<String> label, List<String> stated) {
        return label.map(column -> stated.isEmpty()
                ? guessed(records, records.column(column))
                : new BenignLabel(records, stated, true, List.of(), sides(records, column, stated)));
    }

    private static BenignLabel guessed(Records records, Column column) {
        Set<String> values = new TreeSet<>(new Label(column.name(), Set.of()).labels(List.of(records)));
        String first = values.stream()
                .findFirst()
                .orElseThrow(() -> new InputException("label \"%s\" is missing in every row".formatted(column.name())));
        Optional<String> usual = values.stream()
                .filter(value -> USUAL.contains(value.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
        String chosen = usual.orElse(first);
        Note note = values.size() < 2
                ? new Note(
                        Note.Topic.LABELS,
                        "label \"%s\" has only one value: %s".formatted(column.name(), values),
                        "add rows of the other class")
                : usual.isPresent()
                        ? Note.other("label \"%s\": \"%s\" is taken as benign".formatted(column.name(), chosen))
                        : new Note(
                                Note.Topic.LABELS,
                                "label \"%s\": \"%s\" is taken as benign, being the first of %s"
                                        .formatted(column.name(), chosen, values),
                                "state another with --benign NAME");
        return new BenignLabel(
                records,
                List.of(chosen),
                usual.isPresent() || values.size() < 2,
                List.of(note),
                sides(records, column.name(), List.of(chosen)));
    }

    private static Map<Long, Integer> sides(Records records, String column, List<String> benign) {
        Label label = new Label(column, Set.copyOf(benign));
        return label.numbers(records, label.namesOfAny(List.of(records)));
    }

    List<String> names() {
        return names;
    }

    boolean certain() {
        return certain;
    }

    List<Note> notes() {
        return notes;
    }

    /** The label number of the record at an index. */
    int side(int record) {
        return sides.getOrDefault(records.id(record), -1);
    }
}
