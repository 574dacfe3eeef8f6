package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.process.assemble.Transform;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a file before it is read.
 *
 * @param names of the columns in order, or empty to take the file's own header
 * @param header whether the first line is a header
 * @param separator between fields; detected from the first lines if absent
 * @param ignored columns that are not read
 * @param numbers columns that must contain numbers
 * @param texts columns in which every text is valid, such as categories
 * @param label the column of labels, if it is known: its name, or {@code #42} for the 42nd
 * @param cells the format of values, as far as it is known
 * @param mostBad the share of rows that cannot be read above which the file is refused
 * @param absent the meaning of values that a libsvm file leaves out
 * @param known all columns that a schema mentions; empty if there is no schema
 */
public record FileFormat(
        List<String> names,
        Header header,
        Optional<Character> separator,
        List<String> ignored,
        Set<String> numbers,
        Set<String> texts,
        Optional<String> label,
        CellFormat cells,
        double mostBad,
        Absent absent,
        Set<String> known) {
    /** The meaning of values that a sparse file leaves out. */
    public enum Absent {
        ZERO,
        MISSING
    }

    /** One row in a hundred. */
    public static final double MOST_BAD = 0.01;

    /** Stands for all columns among those in which every text is valid. */
    private static final String ALL = "*";

    /** Whether the first line is a header. */
    public enum Header {
        /**
         * With given names, the first line is a header if it repeats them. Otherwise it is a header if a field that is
         * not a number is above numbers, or none of its fields is a number.
         */
        AUTOMATIC,
        PRESENT,
        ABSENT
    }

    public FileFormat {
        names = List.copyOf(names);
        ignored = List.copyOf(ignored);
        numbers = Set.copyOf(numbers);
        texts = Set.copyOf(texts);
        known = Set.copyOf(known);
        Require.fraction("the share of bad rows", mostBad);
    }

    /** Everything inferred from the file. */
    public static FileFormat automatic() {
        return new FileFormat(
                List.of(),
                Header.AUTOMATIC,
                Optional.empty(),
                List.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                CellFormat.UNKNOWN,
                MOST_BAD,
                Absent.ZERO,
                Set.of());
    }

    /** What a schema states about its table. */
    public static FileFormat of(TableSchema table) {
        Set<String> texts = new HashSet<>();
        table.schema().features().stream()
                .filter(feature -> feature.kind() == Feature.Kind.CATEGORY)
                .map(Feature::name)
                .forEach(texts::add);
        table.derive().stream()
                .flatMap(transform -> transform.reads().stream())
                .filter(input -> input.kind() == Transform.Input.Kind.TEXT)
                .map(Transform.Input::column)
                .forEach(texts::add);
        table.source().ifPresent(texts::add);
        return automatic()
                .withKnown(table.mentioned())
                .withNames(table.columns())
                .withIgnored(table.ignored())
                .withKinds(Set.copyOf(table.numbers()), texts)
                .withLabel(table.label())
                .withCells(table.cells());
    }

    private FileFormat withKnown(Set<String> columns) {
        return new FileFormat(
                names, header, separator, ignored, numbers, texts, label, cells, mostBad, absent, columns);
    }

    public FileFormat withNames(List<String> others) {
        return new FileFormat(others, header, separator, ignored, numbers, texts, label, cells, mostBad, absent, known);
    }

    public FileFormat withHeader(Header other) {
        return new FileFormat(names, other, separator, ignored, numbers, texts, label, cells, mostBad, absent, known);
    }

    public FileFormat withSeparator(char other) {
        return new FileFormat(
                names, header, Optional.of(other), ignored, numbers, texts, label, cells, mostBad, absent, known);
    }

    public FileFormat withIgnored(List<String> others) {
        return new FileFormat(names, header, separator, others, numbers, texts, label, cells, mostBad, absent, known);
    }

    /** The same, with columns that must contain numbers, and columns in which every text is valid. */
    public FileFormat withKinds(Set<String> numeric, Set<String> written) {
        return new FileFormat(
                names, header, separator, ignored, numeric, written, label, cells, mostBad, absent, known);
    }

    /** The same, with more columns in which every text is valid. */
    public FileFormat withTexts(Collection<String> more) {
        Set<String> all = new HashSet<>(texts);
        all.addAll(more);
        return withKinds(numbers, all);
    }

    /** The same, with every text valid in every column, for data that are cleaned later. */
    public FileFormat asWritten() {
        return withKinds(Set.of(), Set.of(ALL)).withKnown(Set.of());
    }

    public FileFormat withLabel(Optional<String> column) {
        return new FileFormat(names, header, separator, ignored, numbers, texts, column, cells, mostBad, absent, known);
    }

    public FileFormat withCells(CellFormat other) {
        return new FileFormat(names, header, separator, ignored, numbers, texts, label, other, mostBad, absent, known);
    }

    public FileFormat withMostBad(double share) {
        return new FileFormat(names, header, separator, ignored, numbers, texts, label, cells, share, absent, known);
    }

    public FileFormat withAbsent(Absent other) {
        return new FileFormat(names, header, separator, ignored, numbers, texts, label, cells, mostBad, other, known);
    }

    /** Whether a column is that of the labels, by its name or its place from 0. */
    boolean isLabel(String column, int place) {
        return label.filter(name -> name.equals(column) || name.equals("#" + (place + 1)))
                .isPresent();
    }

    boolean asWritten(String column) {
        return texts.contains(ALL) || texts.contains(column);
    }
}
