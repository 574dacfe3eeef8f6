package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Reads rows of CSV. */
final class CsvRows implements RowReader {
    /** The most lines of one row after its first. */
    private static final int JOINED = 100;

    private final CsvRecords records;
    private final int[] slots;
    private final List<String> unused;
    private final Layout layout;
    private boolean header;

    /**
     * Creates a reader of a file with or without a header.
     *
     * @param live whether the input may still be growing
     * @param head the first bytes
     * @param cut whether there is more than the head
     */
    CsvRows(InputStream in, boolean live, byte[] head, boolean cut, WantedColumns wanted, RowBatch batch, String place)
            throws IOException {
        layout = Layout.of(place, head, cut, format(head, cut, wanted, place));
        wanted.demand(layout.names(), place);
        slots = batch.slots(layout.names());
        unused = wanted.unused(layout.names());
        header = layout.hasHeader();
        in.skipNBytes(layout.preamble().bytes());
        records = new CsvRecords(in, layout.separator(), slots.length, JOINED, live)
                .behind(layout.preamble().lines());
    }

    /**
     * The first line is a header if it names half of the features; otherwise it is a row if it has as many fields as
     * the table has columns.
     */
    private static FileFormat format(byte[] all, boolean cut, WantedColumns wanted, String place) {
        byte[] head =
                Arrays.copyOfRange(all, Preamble.of(all, FileFormat.automatic()).bytes(), all.length);
        FileFormat plain = FileFormat.automatic().withHeader(FileFormat.Header.PRESENT);
        FileFormat alone = plain.withNames(List.copyOf(wanted.required()));
        char separator = Layout.separator(place, wanted.required().size() == 1 ? alone : plain, head, cut);
        List<String> first =
                Header.of(Layout.records(head, separator, 1, cut).get(0)).names();
        long named = wanted.kinds().keySet().stream().filter(first::contains).count();
        FileFormat headed = first.size() == 1 ? plain.withNames(first) : plain;
        return 2 * named >= wanted.required().size()
                ? headed
                : wanted.positions(first.size())
                        .map(names -> FileFormat.automatic().withNames(names).withHeader(FileFormat.Header.ABSENT))
                        .orElse(headed);
    }

    @Override
    public boolean read(RowBatch batch) throws IOException {
        do {
            if (!records.next()) {
                return false;
            }
        } while (records.isEmpty() || isHeader());
        batch.start(records.line());
        // Lines that look like comments or headers would be skipped without a score, and an attacker who controls rows
        // could make them look so.
        if (records.flaw().isNone() && layout.repeats(records)) {
            batch.reject("repeats the header");
        } else if (records.flaw().isNone()) {
            for (int j = 0; j < slots.length; j++) {
                if (slots[j] >= 0) {
                    batch.put(slots[j], records.bytes(), records.start(j), records.stop(j));
                }
            }
        } else {
            // In a truncated line, the fields before its end are in place.
            for (int j = 0; records.size() < slots.length && j < records.size() - 1; j++) {
                if (slots[j] >= 0) {
                    batch.keep(slots[j], records.bytes(), records.start(j), records.stop(j));
                }
            }
            batch.reject(records.flaw().problem());
        }
        batch.end();
        return true;
    }

    private boolean isHeader() {
        boolean first = header;
        header = false;
        return first;
    }

    @Override
    public boolean ready() throws IOException {
        return records.ready();
    }

    @Override
    public List<String> unused() {
        return unused;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
