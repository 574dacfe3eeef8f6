package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.file.CellFormat;
import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.NumberStyle;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.TimeFormat;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the values of a file are read where its schema does not state it.
 *
 * @param odd what happens to a value that does not fit its column; absent for missing, or for what a schema states
 * @param maxBad the share of rows that cannot be used above which a file is refused
 * @param numbers how the numbers of a column are written, by column
 * @param time the column of times
 * @param timeFormat how they are written
 * @param source the column that names the source of a record
 * @param unlabelled label texts that mean that a row has no label, besides the usual ones
 * @param exactLabels whether label texts that differ in case or blanks are different labels
 * @param absent what a value is that a libsvm file leaves out
 */
public record ReadingRules(
        Optional<OddCells> odd,
        double maxBad,
        SortedMap<String, NumberStyle> numbers,
        Optional<String> time,
        Optional<TimeFormat> timeFormat,
        Optional<String> source,
        List<String> unlabelled,
        boolean exactLabels,
        FileFormat.Absent absent) {
    /** Nothing is stated. */
    public static final ReadingRules USUAL = new ReadingRules(
            Optional.empty(),
            FileFormat.MOST_BAD,
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            FileFormat.Absent.ZERO);

    public ReadingRules {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        unlabelled = List.copyOf(unlabelled);
        Require.fraction("max-bad", maxBad);
    }

    /** Refuses a column whose numbers are said to be written in some way, and which is not there. */
    public void refuseUnknown(List<String> columns) {
        for (String name : numbers.keySet()) {
            if (!columns.contains(name)) {
                throw new InputException("--numbers %s: there is no such column%s; the columns are %s"
                        .formatted(name, Problems.didYouMean(name, columns), columns));
            }
        }
    }

    /** A file format with these rules. */
    public FileFormat over(FileFormat format) {
        SortedMap<String, NumberStyle> all = new TreeMap<>(format.cells().numbers());
        all.putAll(numbers);
        CellFormat stated = format.cells();
        CellFormat cells = new CellFormat(timeFormat.or(stated::time), all, odd.or(stated::odd));
        return format.withCells(cells).withMostBad(maxBad).withAbsent(absent);
    }
}
