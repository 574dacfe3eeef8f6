package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipException;

/**
 * NumPy files. A {@code .npy} file contains a table with columns {@code f0}, {@code f1} ...; a {@code .npz} file
 * contains a table and further columns by name, such as {@code X} and {@code y}, or columns only. Pickled objects are
 * never read.
 */
final class NumpyFile {
    private static final int HEAD = 1 << 16;
    private static final int WIDEST = 100_000;
    /** Bytes per value while a column is built. */
    private static final int CELL = 16;

    private static final long MOST = Runtime.getRuntime().maxMemory() / 4 * 3 / CELL;

    /**
     * One array of a file.
     *
     * @param name in a {@code .npz} file; empty otherwise
     * @param place prefix of error messages
     */
    record Array(String name, NumpyHeader header, String place) {
        /** The columns of a table, or one with the array's name. */
        private List<String> names(boolean table) {
            return table
                    ? IntStream.range(0, header.width()).mapToObj(j -> "f" + j).toList()
                    : List.of(name);
        }
    }

    private final TextFile file;
    private final FileFormat format;
    private final Optional<String> time;
    private final CellTable cells;
    /** Sentences on values that were rounded, one per array. */
    private final List<String> rounded = new ArrayList<>();

    private NumpyFile(TextFile file, FileFormat format, Optional<String> time) {
        this.file = file;
        this.format = format;
        this.time = time;
        cells = new CellTable(file, format, "row");
    }

    /** Whether a file that starts with these bytes is an array, or a zip file whose first entry is one. */
    static boolean is(byte[] head) {
        return NumpyHeader.isArray(head) || NumpyArchive.is(head);
    }

    static Table read(TextFile file, FileFormat format, Optional<String> time) {
        NumpyFile read = new NumpyFile(file, format, time);
        try {
            return NumpyArchive.is(file.head(HEAD)) ? read.archive() : read.array();
        } catch (ZipException e) {
            throw read.refusal("is not a whole zip file: " + e.getMessage());
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private Table array() throws IOException {
        try (InputStream in = new BufferedInputStream(file.open(), HEAD)) {
            String place = file.path().toString();
            Array array = new Array("", NumpyHeader.read(in, place), place);
            if (array.header.shape().size() != 2) {
                throw refusal("has the shape %s and not two dimensions; save a table, such as x.reshape(len(x), -1)"
                        .formatted(array.header.shown()));
            }
            List<List<CellColumn>> columns = columns(List.of(array), 0);
            new NumpyValues(array.header, place).read(in, columns.get(0)).ifPresent(rounded::add);
            return table(columns, "an array of the shape %s is read as columns".formatted(array.header.shown()));
        }
    }

    private Table archive() throws IOException {
        if (file.packing() != Packing.NONE) {
            throw refusal("is a zip file that is packed once more; unpack it");
        }
        try (NumpyArchive archive = NumpyArchive.open(file.path())) {
            List<Array> arrays = archive.arrays();
            List<List<CellColumn>> columns = columns(arrays, archive.table());
            for (int k = 0; k < arrays.size(); k++) {
                archive.read(arrays.get(k), columns.get(k)).ifPresent(rounded::add);
            }
            return table(columns, "the arrays %s are read as columns".formatted(archive.shown()));
        }
    }

    /**
     * Empty columns for the values of arrays.
     *
     * @param table the index of the array that is a table; -1 if there is none
     */
    private List<List<CellColumn>> columns(List<Array> arrays, int table) {
        long values = 0;
        List<String> own = new ArrayList<>();
        for (int k = 0; k < arrays.size(); k++) {
            NumpyHeader header = arrays.get(k).header;
            values += Math.min(header.values(), Long.MAX_VALUE / 2 - values);
            if (header.values() == 0) {
                throw NumpyHeader.refusal(arrays.get(k).place, header.rows() == 0 ? "has no rows" : "has no columns");
            }
            if (header.width() > WIDEST) {
                throw NumpyHeader.refusal(
                        arrays.get(k).place, "has %d columns; the most is %d".formatted(header.width(), WIDEST));
            }
            own.addAll(arrays.get(k).names(k == table));
        }
        if (values > MOST) {
            throw refusal(
                    "its %,d values take more than the memory that Java may use; raise it: JDK_JAVA_OPTIONS=-Xmx..."
                            .formatted(values));
        }
        if (new HashSet<>(own).size() < own.size()) {
            throw refusal("two columns have the same name; the columns are " + own);
        }
        List<String> names = names(own, arrays, table);
        new Unnamed(Unnamed.ARRAY, format, time).refuses(names).ifPresent(fault -> {
            throw refusal(fault);
        });
        List<List<CellColumn>> columns = new ArrayList<>();
        int next = 0;
        for (int k = 0; k < arrays.size(); k++) {
            List<CellColumn> made = new ArrayList<>();
            for (int j = 0; j < arrays.get(k).names(k == table).size(); j++, next++) {
                made.add(cells.column(names.get(next), next, time));
            }
            columns.add(made);
        }
        return columns;
    }

    /**
     * The names that are stated, in the order of the columns, unless the columns have these names already. A column that is an
     * array of its own keeps its name.
     */
    private List<String> names(List<String> own, List<Array> arrays, int table) {
        List<String> stated = format.names();
        if (stated.isEmpty() || stated.containsAll(own)) {
            return own;
        }
        List<String> named = IntStream.range(0, arrays.size())
                .filter(k -> k != table)
                .mapToObj(k -> arrays.get(k).name)
                .filter(name -> !name.isEmpty())
                .toList();
        if (named.isEmpty()) {
            return stated.size() == own.size() ? stated : own;
        }
        List<String> rest =
                stated.stream().filter(name -> !named.contains(name)).toList();
        for (String name : named) {
            if (!stated.contains(name)) {
                throw refusal(
                        "its array \"%s\" is none of the columns that the schema lists (%s); save it under the name"
                                        .formatted(name, String.join(", ", stated))
                                + " of its column, such as np.savez(FILE, X=X, %s=...)"
                                        .formatted(rest.get(rest.size() - 1)));
            }
        }
        if (rest.size() != own.size() - named.size()) {
            throw refusal(Plural.format(
                    "its table has %d column[s], but the schema lists %d beside %s: %s",
                    own.size() - named.size(), rest.size(), String.join(", ", named), String.join(", ", rest)));
        }
        List<String> names = new ArrayList<>();
        for (int k = 0; k < arrays.size(); k++) {
            names.addAll(k == table ? rest : arrays.get(k).names(false));
        }
        return names;
    }

    private Table table(List<List<CellColumn>> columns, String note) {
        List<Column> built = cells.build(columns.stream().flatMap(List::stream).toList(), again -> {
            throw new IllegalStateException("what the file contains is kept");
        });
        new BadRows(file.name(), format.mostBad())
                .refuseFlaws(cells, built.get(0).size());
        List<Note> notes = new ArrayList<>(List.of(Note.other("%s: %s".formatted(file.name(), note))));
        rounded.forEach(fault -> notes.add(new Note(
                Note.Topic.CELLS,
                fault,
                "save identifiers as texts (x.astype(str)), and leave them out of the table")));
        notes.addAll(cells.notes());
        List<Column> kept = built.stream()
                .filter(column -> !format.ignored().contains(column.name()))
                .toList();
        return Table.of(kept, false, notes, cells);
    }

    private InputException refusal(String problem) {
        return NumpyHeader.refusal(file.path().toString(), problem);
    }
}
