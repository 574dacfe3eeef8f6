package dev.gauntlet.process;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The label step: a column contains the labels. The benign names become label 0; every other name is a kind of
 * malicious, numbered from 1 in alphabetical order. A blank and the usual markers of a missing label, such as {@code
 * nan}, leave a record unlabelled, unless they are stated as benign.
 *
 * @param column its name, or {@code #42} for the 42nd column counted from 1
 * @param benign the names that mean benign
 * @param unlabelled more names that leave a record unlabelled, such as {@code unknown}
 * @param exact whether names that differ in case or blanks are different labels
 */
public record Label(String column, Set<String> benign, Set<String> unlabelled, boolean exact) {
    public Label {
        benign = Set.copyOf(benign);
        unlabelled = Set.copyOf(unlabelled);
    }

    /** The usual markers leave records unlabelled; labels that differ only in case or blanks are the same. */
    public Label(String column, Set<String> benign) {
        this(column, benign, Set.of(), false);
    }

    /**
     * The label names in tables that share label numbers. The first is the benign class: "benign", or its own name if a
     * malicious kind is called so.
     *
     * @throws InputException if a benign name never occurs, or there is only one class
     */
    public List<String> names(List<Records> tables) {
        List<String> unheard = texts(tables).unheard();
        if (!unheard.isEmpty()) {
            throw new InputException("--unlabelled %s: the label column \"%s\" never has it; its labels are %s"
                    .formatted(unheard.get(0), column, some(found(tables))));
        }
        Set<String> found = found(tables);
        check(found);
        return named(found);
    }

    /**
     * The same for rows that may be of one class.
     *
     * @throws InputException if a benign name never occurs but one like it does
     */
    public List<String> namesOfSome(List<Records> tables) {
        Set<String> found = found(tables);
        Problems problems = new Problems();
        benign.stream()
                .sorted()
                .filter(name -> found.stream().map(this::key).noneMatch(key(name)::equals)
                        && !Problems.didYouMean(name, found).isEmpty())
                .forEach(name -> problems.add(never(name, found)));
        problems.throwIfAny();
        return named(found);
    }

    private List<String> named(Set<String> found) {
        Set<String> malicious = new TreeSet<>(found);
        Set<String> keys = benign.stream().map(this::key).collect(Collectors.toSet());
        malicious.removeIf(name -> keys.contains(key(name)));
        String benignClass = malicious.contains("benign")
                ? benign.stream().sorted().findFirst().orElse("benign")
                : "benign";
        List<String> names = new ArrayList<>(List.of(benignClass));
        names.addAll(malicious);
        return names;
    }

    private Set<String> found(List<Records> tables) {
        return texts(tables).labels();
    }

    /** All labels that occur; of several spellings, the most frequent. */
    public Set<String> labels(List<Records> tables) {
        return found(tables);
    }

    /** The label names in tables, without checks. */
    public List<String> namesOfAny(List<Records> tables) {
        return named(found(tables));
    }

    private LabelTexts texts(List<Records> tables) {
        return LabelTexts.of(tables.stream().map(this::in).toList(), this);
    }

    /** Notes on merged names and on records without a label. */
    public List<Note> warnings(List<Records> tables) {
        return texts(tables).notes(column);
    }

    /** The notes as sentences. */
    public List<String> notes(List<Records> tables) {
        return Note.sentences(warnings(tables));
    }

    private String key(String name) {
        return exact ? name : LabelTexts.key(name);
    }

    /** Labels rows of records that do not share label numbers with other tables. */
    public Dataset apply(Dataset rows, Records records) {
        return apply(rows, records, names(List.of(records)));
    }

    /**
     * Labels assembled rows.
     *
     * @param rows each row's id is the id of a record
     * @param names from {@link #names}, over all the records that must share label numbers
     */
    public Dataset apply(Dataset rows, Records records, List<String> names) {
        Map<Long, Integer> numbers = numbers(records, names);
        int[] chosen = new int[rows.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = numbers.getOrDefault(rows.id(i), -1);
        }
        return rows.withLabels(chosen, names);
    }

    /** The label number of each record, by its id; -1 if it has none. */
    public Map<Long, Integer> numbers(Records records, List<String> names) {
        Column labels = in(records);
        Map<String, Integer> places = new HashMap<>();
        for (int kind = 1; kind < names.size(); kind++) {
            places.put(key(names.get(kind)), kind);
        }
        benign.forEach(name -> places.put(key(name), 0));
        LabelTexts texts = texts(List.of(records));
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            String name = labels.text(i);
            numbers.put(records.id(i), texts.isNone(name) ? -1 : places.getOrDefault(key(name), -1));
        }
        return numbers;
    }

    private void check(Set<String> found) {
        Problems problems = new Problems();
        for (String name : new TreeSet<>(benign)) {
            if (found.stream().map(this::key).noneMatch(key(name)::equals)) {
                problems.add(never(name, found));
            }
        }
        if (problems.isEmpty() && named(found).size() == 1) {
            problems.add("label column \"%s\" has only one class (%s): a detector needs benign and malicious rows"
                    .formatted(column, some(found)));
        }
        problems.throwIfAny();
    }

    private String never(String name, Set<String> found) {
        return "--benign %s: the label column \"%s\" does not contain \"%s\"%s; it contains %s"
                .formatted(name, column, name, Problems.didYouMean(name, found), some(found));
    }

    private static String some(Set<String> names) {
        return names.size() <= 12
                ? names.toString()
                : new ArrayList<>(names).subList(0, 12) + " and " + (names.size() - 12) + " more";
    }

    /** The label column of records. */
    public Column in(Records records) {
        if (column.matches("#\\d{1,6}")) {
            int number = Integer.parseInt(column.substring(1));
            if (number < 1 || number > records.columns().size()) {
                throw new InputException(Plural.format(
                        "--label %s: there [2:is|are] %d column[s]",
                        column, records.columns().size()));
            }
            return records.columns().get(number - 1);
        }
        return records.find(column)
                .orElseThrow(() -> new InputException("--label %s: there is no such column%s; the columns are %s"
                        .formatted(
                                column,
                                Problems.didYouMean(column, records.names()),
                                some(new java.util.LinkedHashSet<>(records.names())))));
    }
}
