package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits CSV (or text with another separator) into records and fields, which are ranges of bytes: UTF-8, quoted by
 * {@code "}, quotes within quotes doubled, lines ending in {@code \n}, {@code \r\n} or {@code \r}. A malformed record
 * ends with its first line, so that a stray quote does not swallow other records.
 */
final class CsvRecords implements Closeable {
    /** The most bytes of a record. */
    static final int LONGEST = 1 << 26;

    /** The line ending of a record. */
    enum End {
        FILE(""),
        FEED("\\n"),
        RETURN("\\r"),
        BOTH("\\r\\n");

        final String written;

        End(String written) {
            this.written = written;
        }
    }

    private static final byte PLAIN = 0;
    private static final byte SEPARATOR = 1;
    private static final byte QUOTE = 2;
    private static final byte LINE = 3;
    /** Non-ASCII bytes and NUL. */
    private static final byte ODD = 4;

    private final InputStream in;
    private final boolean live;
    private final char separator;
    private final int expected;
    private final int joined;
    private final byte[] kinds = new byte[256];
    private byte[] bytes = new byte[1 << 16];
    /** The record's first byte, the next byte to read, and the end of the buffered bytes. */
    private int from;

    private int at;
    private int limit;
    private long offset;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] doubled = new boolean[16];
    private int size;
    private int begin;
    private boolean open;
    private int closed;
    private boolean odd;
    private int lines;
    private long line;
    private long next = 1;
    private long quoteLine;
    private boolean empty;
    private boolean returned;
    private boolean skipping;
    private boolean ended;
    private End end = End.FILE;
    private CsvFlaw flaw = CsvFlaw.NONE;

    /**
     * Creates a reader of records.
     *
     * @param separator an ASCII character
     * @param expected the number of fields of a record; 0 if it is not known
     * @param joined the most lines of a record after its first
     * @param live whether the input may still be growing
     */
    CsvRecords(InputStream in, char separator, int expected, int joined, boolean live) {
        this.in = in;
        this.separator = separator;
        this.expected = expected;
        this.joined = joined;
        this.live = live;
        Arrays.fill(kinds, 128, 256, ODD);
        kinds[0] = ODD;
        kinds['"'] = QUOTE;
        kinds['\n'] = LINE;
        kinds['\r'] = LINE;
        kinds[separator] = SEPARATOR;
    }

    /** Goes to the next record, which may be an empty line; false if there is none. */
    boolean next() throws IOException {
        if (!begin()) {
            return false;
        }
        while (true) {
            skip();
            if (at == limit) {
                if (limit - from >= LONGEST) {
                    return wrong("the line is longer than %d bytes".formatted(LONGEST), line, true);
                }
                if (!fill()) {
                    return last();
                }
                continue;
            }
            switch (kinds[bytes[at++] & 0xff]) {
                case QUOTE -> quote();
                case SEPARATOR -> {
                    if (!open) {
                        field(at - 1);
                    }
                }
                case LINE -> {
                    if (!open) {
                        field(at - 1);
                        end = lineEnd();
                        return record();
                    }
                    lines += bytes[at - 1] == '\n' && bytes[at - 2] == '\r' ? 0 : 1;
                    if (lines > joined) {
                        return wrong("a quote is not closed", quoteLine, false);
                    }
                }
                default -> odd = true;
            }
        }
    }

    private boolean begin() throws IOException {
        from = at;
        if (returned && (at < limit || fill()) && bytes[at] == '\n') {
            at++;
        }
        while (skipping && (at < limit || fill())) {
            skipping = kinds[bytes[at++] & 0xff] != LINE;
            from = at;
        }
        if (skipping || (at == limit && !fill())) {
            return false;
        }
        if (offset + at == 0 && bytes[0] == (byte) 0xef) {
            while (limit < 3 && fill()) {}
            at = limit >= 3 && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf ? 3 : 0;
        }
        from = at;
        begin = at;
        size = 0;
        open = false;
        closed = -1;
        odd = false;
        empty = false;
        returned = false;
        lines = 0;
        line = next;
        flaw = CsvFlaw.NONE;
        return true;
    }

    private void skip() {
        byte[] text = bytes;
        int i = at;
        while (i < limit && kinds[text[i] & 0xff] == PLAIN) {
            i++;
        }
        at = i;
    }

    private void quote() {
        if (open) {
            open = false;
            closed = at;
        } else if (closed >= 0 && closed == at - 1) {
            open = true;
            doubled[size] = true;
        } else if (closed < 0 && isBlank(begin, at - 1)) {
            begin = at - 1;
            open = true;
            quoteLine = line + lines;
        }
    }

    /** Whether there are only blanks between two positions, as some programs write after a separator. */
    private boolean isBlank(int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (bytes[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    /** Ends a field before this position. */
    private void field(int stop) {
        boolean quoted = closed >= 0;
        boolean sound = quoted && isBlank(closed, stop);
        if (quoted && !sound && flaw.isNone()) {
            flaw = CsvFlaw.of("text follows a closing quote; double a quote that belongs to the text", line + lines);
        }
        starts[size] = sound ? begin + 1 : begin;
        ends[size] = sound ? closed - 1 : stop;
        doubled[size] &= quoted;
        size++;
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            doubled = Arrays.copyOf(doubled, 2 * size);
        }
        doubled[size] = false;
        empty = size == 1 && begin == stop;
        begin = at;
        closed = -1;
    }

    private End lineEnd() throws IOException {
        if (bytes[at - 1] == '\n') {
            return End.FEED;
        }
        if (at == limit && live) {
            returned = true;
            return End.RETURN;
        }
        if ((at < limit || fill()) && bytes[at] == '\n') {
            at++;
            return End.BOTH;
        }
        return End.RETURN;
    }

    private boolean last() {
        end = End.FILE;
        if (at == from) {
            return false;
        }
        field(at);
        return open ? wrong("a quote is not closed", quoteLine, false) : record();
    }

    private boolean record() {
        next = line + lines + (end == End.FILE ? 0 : 1);
        if (isBroken()) {
            return rewound();
        }
        if (flaw.isNone() && expected > 0 && size != expected && !empty) {
            String wrong =
                    Plural.format("%d field[s] instead of %d, separated by %s", size, expected, Layout.name(separator));
            flaw = new CsvFlaw(wrong, wrong + "; add or quote what is wrong", line);
        }
        if (!flaw.isNone()) {
            return rewound();
        }
        for (int j = 0; j < size; j++) {
            if (doubled[j]) {
                undouble(j);
            }
        }
        return true;
    }

    private void undouble(int j) {
        int to = starts[j];
        for (int i = starts[j]; i < ends[j]; i++) {
            bytes[to++] = bytes[i];
            i += bytes[i] == '"' ? 1 : 0;
        }
        ends[j] = to;
    }

    private boolean isBroken() {
        CsvFlaw found = odd ? CsvFlaw.ofBytes(bytes, from, at, offset, line) : CsvFlaw.NONE;
        flaw = found.isNone() ? flaw : found;
        return !found.isNone();
    }

    private boolean wrong(String problem, long place, boolean toSkip) {
        if (!isBroken()) {
            flaw = CsvFlaw.of(problem, place);
        }
        skipping = toSkip && lines == 0;
        next = line + (skipping ? 1 : 0);
        return rewound();
    }

    /** Ends a record of several lines after its first line. */
    private boolean rewound() {
        if (lines > 0) {
            at = from;
            while (kinds[bytes[at] & 0xff] != LINE) {
                at++;
            }
            at += bytes[at] == '\r' && at + 1 < limit && bytes[at + 1] == '\n' ? 2 : 1;
            next = line + 1;
        }
        return true;
    }

    /** Reads more bytes after the buffered ones, which move to the front; false at the end. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, limit - from);
            offset += from;
            at -= from;
            limit -= from;
            begin -= from;
            closed -= closed >= 0 ? from : 0;
            for (int j = 0; j < size; j++) {
                starts[j] -= from;
                ends[j] -= from;
            }
            from = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * limit);
        }
        int count = ended ? -1 : in.read(bytes, limit, bytes.length - limit);
        ended = count < 0;
        limit += Math.max(0, count);
        return count > 0;
    }

    /** Whether another line can be read without waiting for the writer. */
    boolean ready() throws IOException {
        for (int i = at; live && !ended && i < limit; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return !live || ended || in.available() > 0;
    }

    /** Continues the line count after lines that were skipped. */
    CsvRecords behind(int left) {
        next = left + 1L;
        return this;
    }

    /** Whether the record is a line that begins with {@code #}. */
    boolean isComment() {
        return lines == 0 && size > 0 && starts[0] < limit && bytes[starts[0]] == '#';
    }

    boolean isEmpty() {
        return empty;
    }

    int size() {
        return size;
    }

    /** Whether a quote is left open. */
    boolean isOpen() {
        return open;
    }

    /** The line, from 1, in which the record starts. */
    long line() {
        return line;
    }

    /** The line in which it ends. */
    long lastLine() {
        return line + lines;
    }

    End end() {
        return end;
    }

    CsvFlaw flaw() {
        return flaw;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} a field starts. */
    int start(int field) {
        return starts[field];
    }

    /** Where in {@link #bytes} a field ends. */
    int stop(int field) {
        return ends[field];
    }

    String text(int field) {
        return new String(bytes, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
