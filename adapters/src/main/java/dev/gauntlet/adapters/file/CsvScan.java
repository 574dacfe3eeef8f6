package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One pass over every byte of a file before it is read: finds what is not UTF-8, NUL bytes, quotes left open and lines
 * with too few or too many fields, and counts the records and the empty lines between them.
 */
final class CsvScan {
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** After a quote inside a quoted field: its end, or the first of a doubled quote. */
        QUOTE
    }

    private final TextFile file;
    private final Layout layout;
    private final Utf8 utf8 = new Utf8();
    private State state = State.FIELD_START;
    private long offset;
    private int line = 1;
    private int recordLine = 1;
    private int quoteLine;
    private int emptyLine;
    private int pending;
    private final BitSet underscored = new BitSet();
    private int blank;
    private int fields = 1;
    private boolean afterReturn;
    private String lineEnd = "";
    private int[] lines = new int[1024];
    private int records;

    private CsvScan(TextFile file, Layout layout) {
        this.file = file;
        this.layout = layout;
    }

    /** Scans a file; refuses what is wrong with it. */
    static CsvScan of(TextFile file, Layout layout) {
        CsvScan scan = new CsvScan(file, layout);
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    scan.take(buffer[i] & 0xff);
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        scan.finish();
        return scan;
    }

    /** How many records there are, the header not counted. */
    int rows() {
        return layout.header() ? records - 1 : records;
    }

    /** Whether an underscore, which DuckDB lets stand within a number, stands anywhere in a column. */
    boolean underscored(int column) {
        return underscored.get(column);
    }

    /** How many empty lines stand before the last record. */
    int blank() {
        return blank;
    }

    /** The line, from 1, of the first empty line. */
    int firstBlank() {
        return emptyLine;
    }

    /** The line, from 1, in which a row starts. */
    int line(long row) {
        return lines[(int) row + (layout.header() ? 1 : 0)];
    }

    /** How lines end, as DuckDB writes it: {@code \\n}, {@code \\r\\n} or {@code \\r}. */
    String lineEnd() {
        return lineEnd.isEmpty() ? "\\n" : lineEnd;
    }

    private void ends(String end) {
        if (!lineEnd.isEmpty() && !lineEnd.equals(end)) {
            throw new InputException("%s, line %d: the line ends in %s but those before it in %s; save it with one kind"
                    .formatted(file.path(), line - 1, end, lineEnd));
        }
        lineEnd = end;
    }

    private void take(int b) {
        if (b == 0) {
            throw refuse("holds a NUL byte at byte " + offset + "; save it as plain UTF-8 text");
        }
        if (!utf8.accepts(b)) {
            throw refuse("byte " + offset + " is not UTF-8; save the file as UTF-8 text");
        }
        offset++;
        if (b == '_') {
            underscored.set(fields - 1);
        }
        if (afterReturn) {
            afterReturn = false;
            ends(b == '\n' ? "\\r\\n" : "\\r");
            if (b == '\n') {
                return;
            }
        }
        if (state == State.QUOTED) {
            if (b == '"') {
                state = State.QUOTE;
            } else if (b == '\n') {
                line++;
            }
            return;
        }
        plain(b);
    }

    private void plain(int b) {
        if (b == '\n' || b == '\r') {
            endRecord();
            afterReturn = b == '\r';
            line++;
            recordLine = line;
            if (b == '\n') {
                ends("\\n");
            }
        } else if (b == layout.separator()) {
            fields++;
            state = State.FIELD_START;
        } else if (b == '"' && state != State.PLAIN) {
            quoteLine = state == State.FIELD_START ? line : quoteLine;
            state = State.QUOTED;
        } else if (state == State.QUOTE) {
            throw refuse("text follows a closing quote; double a quote that belongs to the text");
        } else if (state == State.FIELD_START && !(offset <= 3 && (b == 0xef || b == 0xbb || b == 0xbf))) {
            state = State.PLAIN;
        }
    }

    private void endRecord() {
        if (fields == 1 && state == State.FIELD_START) {
            emptyLine = emptyLine == 0 ? recordLine : emptyLine;
            pending++;
            return;
        }
        blank += pending;
        pending = 0;
        int expected = layout.names().size();
        if (fields != expected) {
            throw new InputException("%s, line %d: %d fields instead of %d, separated by %s; add or quote what is wrong"
                    .formatted(file.path(), recordLine, fields, expected, Layout.name(layout.separator())));
        }
        lines = records == lines.length ? Arrays.copyOf(lines, 2 * records) : lines;
        lines[records++] = recordLine;
        fields = 1;
        state = State.FIELD_START;
    }

    private void finish() {
        if (state == State.QUOTED) {
            throw new InputException(
                    "%s, line %d: a quote is opened and never closed".formatted(file.path(), quoteLine));
        }
        if (!utf8.complete()) {
            throw refuse("the file ends within a character; it may be cut short");
        }
        if (afterReturn) {
            ends("\\r");
        }
        endRecord();
        if (rows() < 1) {
            throw new InputException(file.path() + ": there is a header but no row below it; add rows");
        }
    }

    private InputException refuse(String problem) {
        return new InputException("%s, line %d: %s".formatted(file.path(), line, problem));
    }
}
