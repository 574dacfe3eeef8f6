package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The libsvm format: a label followed by the nonzero values as {@code index:value}. Columns are {@code label} and
 * {@code f} with the index in the file, as XGBoost names features: {@code f1}, {@code f2} ... or from {@code f0} on if
 * a row has the index 0. Absent values are 0, or missing as in XGBoost.
 */
final class LibsvmFile {
    private static final long MOST_CELLS = 1L << 29;

    private final TextFile file;
    private final List<String> labels = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private final List<double[]> entries = new ArrayList<>();
    private final BadRows bad;
    private int first = 1;
    private int last;
    private int line;

    private LibsvmFile(TextFile file, FileFormat format) {
        this.file = file;
        bad = new BadRows(file.name(), format.mostBad());
    }

    static Table read(TextFile file, FileFormat format) {
        LibsvmFile read = new LibsvmFile(file, format);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8), 1 << 16)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                read.line++;
                text = TextFile.withoutMark(text, read.line);
                int comment = text.indexOf('#');
                String row = (comment < 0 ? text : text.substring(0, comment)).strip();
                if (!row.isEmpty()) {
                    read.take(row.split("\\s+"));
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        return read.table(format);
    }

    private void take(String[] parts) {
        int[] index = new int[parts.length - 1];
        double[] value = new double[parts.length - 1];
        for (int k = 0; k < index.length; k++) {
            String part = parts[k + 1];
            int colon = part.indexOf(':');
            try {
                index[k] = Integer.parseInt(part.substring(0, Math.max(0, colon)));
                value[k] = Double.parseDouble(part.substring(colon + 1));
            } catch (NumberFormatException e) {
                reject("\"%s\" is not index:value".formatted(part));
                return;
            }
            if (index[k] < 0 || (k > 0 && index[k] <= index[k - 1])) {
                reject("index %d does not follow the one before; indices start at 0 or 1 and ascend"
                        .formatted(index[k]));
                return;
            }
        }
        if (index.length > 0) {
            first = Math.min(first, index[0]);
            last = Math.max(last, index[index.length - 1]);
        }
        labels.add(parts[0]);
        indices.add(index);
        entries.add(value);
    }

    private Table table(FileFormat format) {
        long cells = (last - first + 1L) * labels.size();
        if (cells > MOST_CELLS) {
            throw new InputException("%s: %d rows of %d columns are too many; the limit is %d cells"
                    .formatted(file.path(), labels.size(), last - first + 1L, MOST_CELLS));
        }
        List<Note> rejected = bad.report(labels.size());
        if (labels.isEmpty()) {
            throw new InputException(file.path() + ": has no rows");
        }
        int width = last - first + 1;
        List<String> names = names(format, width);
        ColumnBuilder label = new ColumnBuilder(names.get(0), Column.Kind.TEXT);
        labels.forEach(label::text);
        double[][] dense = new double[width][labels.size()];
        boolean zero = format.absent() == FileFormat.Absent.ZERO;
        for (double[] column : dense) {
            Arrays.fill(column, zero ? 0 : Double.NaN);
        }
        CellTable read = new CellTable(file, format, "row");
        for (int i = 0; i < labels.size(); i++) {
            for (int k = 0; k < indices.get(i).length; k++) {
                dense[indices.get(i)[k] - first][i] = entries.get(i)[k];
            }
        }
        List<Column> columns = new ArrayList<>(List.of(label.build()));
        List<CellColumn> values = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            CellColumn column = read.column(names.get(j + 1), j + 1, Optional.empty());
            for (int i = 0; i < labels.size(); i++) {
                column.cell(dense[j][i], i + 1L);
            }
            values.add(column);
        }
        columns.addAll(read.build(values, again -> {
            throw new IllegalStateException("what the file contains is kept");
        }));
        bad.refuseFlaws(read, labels.size());
        List<Note> notes = new ArrayList<>(Note.others(file.notes()));
        notes.addAll(rejected);
        notes.add(Note.other("%s: values that are absent are read as %s"
                .formatted(
                        file.name(),
                        zero ? "0; XGBoost takes them as missing, which --absent missing does" : "missing")));
        notes.addAll(read.notes());
        List<Column> kept = columns.stream()
                .filter(column -> !format.ignored().contains(column.name()))
                .toList();
        return Table.of(kept, false, notes, read);
    }

    private List<String> names(FileFormat format, int width) {
        if (!format.names().isEmpty()) {
            if (format.names().size() != width + 1) {
                throw new InputException(Plural.format(
                        "%s: a label and %d column[s], but %d name[s] [is|are] given",
                        file.path(), width, format.names().size()));
            }
            return format.names();
        }
        List<String> names = new ArrayList<>(List.of("label"));
        for (int j = first; j <= last; j++) {
            names.add("f" + j);
        }
        return names;
    }

    private void reject(String problem) {
        bad.reject("%s, line %d".formatted(file.path(), line), problem);
    }
}
