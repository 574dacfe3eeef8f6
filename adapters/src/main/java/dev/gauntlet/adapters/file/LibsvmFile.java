package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of libsvm: a label and, after it, the values that are not zero as {@code index:value}, from index 1. Columns are
 * {@code label}, {@code f1}, {@code f2} ... unless they are named.
 */
final class LibsvmFile {
    private static final long MOST_CELLS = 1L << 29;

    private final TextFile file;
    private final List<String> labels = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private int width;
    private int line;

    private LibsvmFile(TextFile file) {
        this.file = file;
    }

    static Table read(TextFile file, FileFormat format) {
        LibsvmFile read = new LibsvmFile(file);
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
        labels.add(parts[0]);
        int[] index = new int[parts.length - 1];
        double[] value = new double[parts.length - 1];
        for (int k = 0; k < index.length; k++) {
            String part = parts[k + 1];
            int colon = part.indexOf(':');
            try {
                index[k] = Integer.parseInt(part.substring(0, Math.max(0, colon)));
                value[k] = Double.parseDouble(part.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw refuse("\"%s\" is not index:value".formatted(part));
            }
            if (index[k] < 1 || (k > 0 && index[k] <= index[k - 1])) {
                throw refuse(
                        "index %d does not follow the one before; indices start at 1 and ascend".formatted(index[k]));
            }
            width = Math.max(width, index[k]);
        }
        indices.add(index);
        values.add(value);
    }

    private Table table(FileFormat format) {
        long cells = (long) width * labels.size();
        if (cells > MOST_CELLS) {
            throw new InputException("%s: %d rows of %d columns do not fit; the most is %d cells"
                    .formatted(file.path(), labels.size(), width, MOST_CELLS));
        }
        List<String> names = names(format);
        ColumnBuilder label = new ColumnBuilder(names.get(0), Column.Kind.TEXT);
        labels.forEach(label::text);
        double[][] dense = new double[width][labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            for (int k = 0; k < indices.get(i).length; k++) {
                dense[indices.get(i)[k] - 1][i] = values.get(i)[k];
            }
        }
        List<Column> columns = new ArrayList<>(List.of(label.build()));
        for (int j = 0; j < width; j++) {
            columns.add(Column.numbers(names.get(j + 1), dense[j]));
        }
        return new Table(columns.stream()
                .filter(column -> !format.ignored().contains(column.name()))
                .toList());
    }

    private List<String> names(FileFormat format) {
        if (!format.names().isEmpty()) {
            if (format.names().size() != width + 1) {
                throw new InputException("%s: a label and %d columns, but %d names are given"
                        .formatted(file.path(), width, format.names().size()));
            }
            return format.names();
        }
        List<String> names = new ArrayList<>(List.of("label"));
        for (int j = 1; j <= width; j++) {
            names.add("f" + j);
        }
        return names;
    }

    private InputException refuse(String problem) {
        return new InputException("%s, line %d: %s".formatted(file.path(), line, problem));
    }
}
