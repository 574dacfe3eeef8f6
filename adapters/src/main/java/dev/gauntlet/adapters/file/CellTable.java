package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Builds a table from columns whose cells have been read: decides the type of each, and reports what does not fit. */
final class CellTable {
    private final String path;
    private final String file;
    private final FileFormat format;
    private final String unit;
    private final List<Note> notes = new ArrayList<>();
    private final Map<Integer, String> flaws = new TreeMap<>();
    private final Map<String, NumberStyle> styles = new HashMap<>();
    private final Map<String, Integer> unsigned = new TreeMap<>();
    private Optional<TimeFormat> time = Optional.empty();
    private String firstFlaw = "";
    private int missing;

    /**
     * Creates the table of a file.
     *
     * @param unit how cells are located: {@code line} or {@code row}
     */
    CellTable(TextFile file, FileFormat format, String unit) {
        this(file.path().toString(), file.name(), format, unit);
    }

    CellTable(String path, String file, FileFormat format, String unit) {
        this.path = path;
        this.file = file;
        this.format = format;
        this.unit = unit;
    }

    /**
     * An empty column of this table.
     *
     * @param place its index among the columns of the file
     */
    CellColumn column(String name, int place, Optional<String> time) {
        CellColumn.Role role = time.filter(name::equals).isPresent()
                ? CellColumn.Role.TIME
                : format.numbers().contains(name)
                        ? CellColumn.Role.NUMBER
                        : format.isLabel(name, place)
                                ? CellColumn.Role.LABEL
                                : format.asWritten(name) ? CellColumn.Role.AS_WRITTEN : CellColumn.Role.FREE;
        return new CellColumn(name, role, format.cells());
    }

    /**
     * The columns with their decided types.
     *
     * @param again reads these columns again, from the first row
     */
    List<Column> build(List<CellColumn> columns, Consumer<List<CellColumn>> again) {
        Problems problems = new Problems();
        Map<CellColumn, ColumnDecision> decisions = new LinkedHashMap<>();
        columns.forEach(
                column -> column.decide(problems, this::place).ifPresent(decision -> decisions.put(column, decision)));
        problems.throwIfAny();
        Map<CellColumn, CellColumn> read = new HashMap<>();
        decisions.forEach((column, decision) -> {
            if (column.again(decision)) {
                read.put(column, column.ofTexts());
            }
        });
        if (!read.isEmpty()) {
            again.accept(List.copyOf(read.values()));
        }
        List<Column> built = new ArrayList<>();
        decisions.forEach((column, decision) -> built.add(build(column, read.getOrDefault(column, column), decision)));
        return built;
    }

    private Column build(CellColumn counted, CellColumn read, ColumnDecision decision) {
        Map<Integer, String> odd = new TreeMap<>();
        Column column = read.build(decision, odd);
        if (!odd.isEmpty()) {
            report(counted, decision, odd);
        }
        if (decision.kind() == Column.Kind.TIME) {
            timed(counted, decision.time());
        } else if (decision.style() != NumberStyle.PLAIN) {
            styles.put(column.name(), decision.style());
            if (counted.unsigned(decision) > 0) {
                unsigned.put(column.name(), counted.unsigned(decision));
            }
            notes.add(Note.other("%s: column \"%s\" is read as numbers written as %s"
                    .formatted(file, column.name(), CellColumn.word(decision.style()))));
            counted.withoutSign(decision)
                    .map(fault -> file + ": " + fault)
                    .ifPresent(fault -> notes.add(new Note(Note.Topic.CELLS, fault, "write them with the sign")));
        }
        return column;
    }

    private void timed(CellColumn column, TimeFormat found) {
        if (column.role() != CellColumn.Role.TIME) {
            return;
        }
        time = Optional.of(found);
        if (!found.isUsual()) {
            notes.add(Note.other("%s: times in column \"%s\" are read as %s".formatted(file, column.name(), found)));
        }
    }

    private void report(CellColumn column, ColumnDecision decision, Map<Integer, String> odd) {
        OddCells policy =
                format.cells().odd().orElse(column.role() == CellColumn.Role.FREE ? OddCells.MISSING : OddCells.SKIP);
        String what = decision.kind() == Column.Kind.TIME
                ? "time"
                : decision.style() == NumberStyle.PLAIN
                        ? "finite number"
                        : "finite number written as %s, as stated or in the training data"
                                .formatted(CellColumn.word(decision.style()));
        CellTally.First first = column.firstOdd(decision, odd);
        if (policy == OddCells.SKIP) {
            odd.forEach((row, value) -> flaws.putIfAbsent(
                    row, "column \"%s\": \"%s\" is not a %s".formatted(column.name(), CellColumn.shown(value), what)));
            firstFlaw = firstFlaw.isEmpty()
                    ? "%s, field %s: \"%s\" is not a %s"
                            .formatted(place(first.line()), column.name(), CellColumn.shown(first.value()), what)
                    : firstFlaw;
        } else {
            missing += odd.size();
            notes.add(new Note(
                    Note.Topic.CELLS,
                    Plural.format(
                            "%s: column \"%s\": %,d of %,d filled cell[s] [3:is|are] not a %s and [3:is|are] taken as missing; the first is \"%s\"%s",
                            file,
                            column.name(),
                            odd.size(),
                            column.filled(),
                            what,
                            CellColumn.shown(first.value()),
                            first.line() > 0 ? " in %s %d".formatted(unit, first.line()) : ""),
                    "correct them in the file, or leave these rows out with --odd skip"));
        }
        column.refuseMany(odd.size(), decision, this::place);
    }

    private String place(long line) {
        return line > 0 ? "%s, %s %d".formatted(path, unit, line) : path;
    }

    /** The notes to report. */
    List<Note> notes() {
        return notes;
    }

    /** Why some rows cannot be used, by their index. */
    Map<Integer, String> flaws() {
        return flaws;
    }

    /** The number of values that did not fit their column and are missing. */
    int odd() {
        return missing;
    }

    /** The number of values without a percent sign, by column of percentages. */
    Map<String, Integer> unsigned() {
        return unsigned;
    }

    /** The position of the first flaw in the first column that has one. */
    String firstFlaw() {
        return firstFlaw;
    }

    /** The format of the values, including what was detected. */
    CellFormat cells() {
        Map<String, NumberStyle> all = new HashMap<>(format.cells().numbers());
        all.putAll(styles);
        CellFormat found = format.cells().withNumbers(all);
        return time.map(found::withTime).orElse(found);
    }
}
