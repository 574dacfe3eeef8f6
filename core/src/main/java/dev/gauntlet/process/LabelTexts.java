package dev.gauntlet.process;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The values of label columns: which mean that a row is unlabelled, and which are spellings of one label.
 *
 * @param counts how often each text occurs
 * @param stated texts that the user states as unlabelled
 * @param benign texts that the user states as labels
 * @param exact whether texts that differ in case or blanks are different labels
 */
record LabelTexts(SortedMap<String, Integer> counts, Set<String> stated, Set<String> benign, boolean exact) {
    /** Texts that programs write for a missing label. */
    private static final Set<String> MARKS =
            Set.of("nan", "na", "n/a", "none", "null", "?", "<na>", "unlabeled", "unlabelled");

    static LabelTexts of(Collection<Column> columns, Label label) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Column column : columns) {
            for (int i = 0; i < column.size(); i++) {
                counts.merge(column.text(i), 1, Integer::sum);
            }
        }
        return new LabelTexts(counts, label.unlabelled(), label.benign(), label.exact());
    }

    /** The key of a label: spellings that differ only in case or blanks have the same key. */
    static String key(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a text means unlabelled: a blank, a stated text or, unless stated as benign, one of the usual markers. -1
     * is a marker only if 0 and 1 also occur, as in EMBER; otherwise it is a class.
     */
    boolean isNone(String text) {
        if (text.isBlank() || isAmong(stated, text)) {
            return true;
        }
        if (isAmong(benign, text)) {
            return false;
        }
        return MARKS.contains(key(text)) || (text.equals("-1") && counts.containsKey("0") && counts.containsKey("1"));
    }

    private boolean isAmong(Set<String> names, String text) {
        return names.contains(text)
                || (!exact && names.stream().map(LabelTexts::key).anyMatch(key(text)::equals));
    }

    /** Names stated as unlabelled that never occur. */
    List<String> unheard() {
        return stated.stream()
                .filter(name -> counts.keySet().stream().noneMatch(text -> isAmong(Set.of(name), text)))
                .sorted()
                .toList();
    }

    /** The labels; of several spellings, the most frequent. */
    SortedSet<String> labels() {
        SortedSet<String> labels = new TreeSet<>();
        spellings().values().forEach(spellings -> labels.add(spellings.get(0)));
        return labels;
    }

    /** The spellings of each label: those stated as benign first, then by frequency. */
    private Map<String, List<String>> spellings() {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        counts.keySet().stream()
                .filter(text -> !isNone(text))
                .forEach(text -> byKey.computeIfAbsent(exact ? text : key(text), k -> new ArrayList<>())
                        .add(text));
        byKey.values()
                .forEach(texts -> texts.sort((one, other) -> {
                    int named = Boolean.compare(benign.contains(other), benign.contains(one));
                    return named != 0 ? named : Integer.compare(count(other), count(one));
                }));
        return byKey;
    }

    private int count(String text) {
        return counts.getOrDefault(text, 0);
    }

    /** Notes on merged spellings, and on unlabelled rows by their text. */
    List<Note> notes(String column) {
        List<Note> notes = new ArrayList<>();
        spellings().values().stream()
                .filter(texts -> texts.size() > 1)
                .forEach(texts -> notes.add(new Note(
                        Topic.LABELS,
                        "label \"%s\": %s count as \"%s\""
                                .formatted(column, counted(texts.subList(1, texts.size())), texts.get(0)),
                        "--labels exact keeps them apart")));
        List<String> none = counts.keySet().stream().filter(this::isNone).toList();
        if (!none.isEmpty()) {
            notes.add(new Note(
                    Topic.LABELS,
                    Plural.format(
                            "label \"%s\": %,d row[s] [has|have] no label: %s",
                            column, none.stream().mapToInt(this::count).sum(), counted(none)),
                    none.stream().allMatch(String::isBlank)
                            ? "label them, or remove them from the file"
                            : "--benign, or a label in the schema, makes one of these a class"));
        }
        return notes;
    }

    private String counted(List<String> texts) {
        return texts.stream()
                .map(text -> text.isBlank()
                        ? "empty (%,d)".formatted(count(text))
                        : "\"%s\" (%,d)".formatted(text, count(text)))
                .collect(Collectors.joining(", "));
    }
}
