package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Separated text (comma, tab, semicolon, bar or space; UTF-8), read in one pass. A column is numeric if all its values are
 * finite numbers or one of the marks of a missing number: an empty field, ?, NA, N/A, NaN, nan, null, NULL; else it holds
 * texts. Blanks around a number or a mark do not count.
 */
final class SeparatedText {
    private final TextFile file;
    private final Layout layout;
    private int rows;
    private int blank;
    private long firstBlank;

    private SeparatedText(TextFile file, Layout layout) {
        this.file = file;
        this.layout = layout;
    }

    static Table read(TextFile file, FileFormat format, Optional<String> time) {
        Layout layout = Layout.of(file, format);
        List<String> names = layout.names();
        List<CsvColumn> columns = IntStream.range(0, names.size())
                .filter(j -> !format.ignored().contains(names.get(j)))
                .mapToObj(j -> new CsvColumn(
                        names.get(j),
                        j,
                        format.numbers().contains(names.get(j)),
                        time.filter(names.get(j)::equals).isPresent()))
                .toList();
        SeparatedText text = new SeparatedText(file, layout);
        text.pass(columns);
        Problems problems = new Problems();
        columns.forEach(column -> column.check(problems, text::place));
        problems.throwIfAny();
        List<CsvColumn> again = columns.stream().filter(CsvColumn::again).toList();
        if (!again.isEmpty()) {
            text.pass(again);
        }
        return text.table(columns.stream().map(CsvColumn::build).toList());
    }

    private void pass(List<CsvColumn> columns) {
        rows = layout.header() ? -1 : 0;
        blank = 0;
        firstBlank = 0;
        int pending = 0;
        int fields = layout.names().size();
        CsvColumn[] each = columns.toArray(CsvColumn[]::new);
        CsvRecords.End end = CsvRecords.End.FILE;
        try (CsvRecords records = new CsvRecords(file.open(), layout.separator(), fields, Integer.MAX_VALUE, false)) {
            while (records.next()) {
                refuse(records.flaw());
                end = same(end, records);
                if (records.isEmpty()) {
                    firstBlank = firstBlank == 0 ? records.line() : firstBlank;
                    pending++;
                    continue;
                }
                blank += pending;
                pending = 0;
                if (++rows > 0) {
                    for (CsvColumn column : each) {
                        column.take(records);
                    }
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        if (rows < 1) {
            throw new InputException(file.path() + ": there is a header but no row below it; add rows");
        }
    }

    private void refuse(CsvFlaw flaw) {
        if (!flaw.isNone()) {
            throw new InputException(place(flaw.line()) + ": " + flaw.file());
        }
    }

    private CsvRecords.End same(CsvRecords.End before, CsvRecords records) {
        CsvRecords.End end = records.end();
        if (before != CsvRecords.End.FILE && end != CsvRecords.End.FILE && end != before) {
            throw new InputException("%s: the line ends in %s but those before it in %s; save it with one kind"
                    .formatted(place(records.lastLine()), end.written, before.written));
        }
        return end;
    }

    private String place(long line) {
        return "%s, line %d".formatted(file.path(), line);
    }

    private Table table(List<Column> columns) {
        List<String> notes = blank == 0
                ? List.of()
                : List.of("%s: %d empty lines are skipped, the first is line %d"
                        .formatted(file.path().getFileName(), blank, firstBlank));
        return Table.of(columns, false, notes).withoutTexts();
    }
}
