package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Require;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tables read in batches, however long they are: separated text, JSON (one object a line, or a list), Zeek's logs (text
 * or JSON), Suricata's {@code eve.json} and Parquet; plain, gzip or zstd. A row that cannot be used is rejected
 * individually.
 *
 * @param table the table: its features, time and source
 * @param batch the most rows held
 * @param keep columns whose original text is kept
 */
public record StreamSource(TableSchema table, Format format, int batch, List<String> keep) {
    private static final int HEAD = 1 << 20;

    /** The format of a table. */
    public enum Format {
        /** Recognised by its first bytes. */
        AUTO,
        CSV,
        JSONL,
        ZEEK,
        PARQUET;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StreamSource {
        Require.atLeast("batch", batch, 1);
        keep = List.copyOf(keep);
    }

    /** A source that keeps no columns. */
    public StreamSource(TableSchema table, Format format, int batch) {
        this(table, format, batch, List.of());
    }

    WantedColumns wanted() {
        return WantedColumns.of(table, keep);
    }

    /**
     * The records of a file, of all in a folder, or of all that a pattern matches.
     *
     * @throws InputException if it is not a table or a column is missing
     */
    public RecordStream open(Path path) {
        List<Path> paths = Paths.of(path);
        return paths.size() == 1 ? one(paths.get(0), 0) : new JoinedStream(this, paths);
    }

    BatchedRows one(Path path, long first) {
        TextFile plain = TextFile.ofData(path);
        boolean other = plain.charset().equals(StandardCharsets.UTF_8) && Encodings.isOther(plain.head(HEAD));
        TextFile file = other ? plain.withCharset(Encodings.WINDOWS) : plain;
        try {
            if (kind(start(file.head(1 << 16)), path.toString()) == Kind.PARQUET) {
                RowBatch rows = rows(path.toString(), first);
                return new BatchedRows(ParquetRows.open(path, wanted(), rows), rows, path.toString());
            }
            return text(file.open(), path.toString(), false, first);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /**
     * The records of a stream such as standard input. A batch ends early if no input is available.
     *
     * @param place its name in messages
     */
    public RecordStream open(InputStream in, String place) {
        try {
            BufferedInputStream raw = new BufferedInputStream(in, 1 << 16);
            raw.mark(4);
            byte[] magic = raw.readNBytes(4);
            raw.reset();
            if (magic.length == 0) {
                throw new InputException(place + ": no input was received; it needs a header and rows");
            }
            return text(decoded(Packing.of(magic).unpack(raw), place), place, true, 0);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(place, String.valueOf(e.getMessage())));
        }
    }

    /** A stream as UTF-8; refuses one whose first line has an unknown encoding. */
    private static InputStream decoded(InputStream raw, String place) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(HEAD);
        byte[] head = head(in, true);
        in.reset();
        Charset charset = Encodings.of(head);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return new Transcoded(in, charset);
        }
        Utf8 utf8 = new Utf8();
        boolean binary = NumpyFile.is(head) || Kind.of(start(head)) == Kind.PARQUET;
        for (int i = 0; !binary && i < head.length && head[i] != '\n'; i++) {
            if (!utf8.accepts(head[i] & 0xff)) {
                throw new InputException(
                        "%s: byte %d of the first line is not UTF-8; %s".formatted(place, i, Encodings.CONVERT));
            }
        }
        return in;
    }

    /** The records of a growing Zeek log or JSON lines file; see {@link FollowedLines}. The file may not exist yet. */
    public RecordStream follow(Path path) {
        return follow(path, Optional.empty(), note -> {});
    }

    /**
     * The same from where another reader stopped.
     *
     * @param notes takes sentences on what became of the file since
     */
    public RecordStream follow(Path path, Optional<LogPlace> from, Consumer<String> notes) {
        return new FollowStream(this, path, from, notes);
    }

    private BatchedRows text(InputStream raw, String place, boolean live, long first) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(HEAD);
        byte[] bytes = head(in, live);
        in.reset();
        String head = start(bytes);
        RowBatch rows = rows(place, first);
        WantedColumns wanted = wanted();
        Lines lines = new StreamLines(in, live);
        RowReader reader = switch (NumpyFile.is(bytes) ? Kind.NUMPY : kind(head, place)) {
            case JSON ->
                head.stripLeading().startsWith("[")
                        ? new JsonList(in, new JsonFields(wanted, rows, place), place)
                        : new JsonRows(lines, new JsonFields(wanted, rows, place));
            case ZEEK -> new ZeekRows(lines, wanted, rows, place);
            case SEPARATED_TEXT -> new CsvRows(in, live, bytes, bytes.length == HEAD || live, wanted, rows, place);
            case PARQUET -> throw new InputException(place + ": Parquet cannot be read from a stream; name its file");
            case ARFF, LIBSVM, NUMPY ->
                throw new InputException(
                        place + ": ARFF, libsvm and NumPy files are not supported here; write the rows as CSV");
        };
        return new BatchedRows(reader, rows, place);
    }

    RowBatch rows(String place, long first) {
        return new RowBatch(wanted(), batch, place, first);
    }

    private Kind kind(String head, String place) {
        Kind found = Kind.of(head);
        Kind said = switch (format) {
            case AUTO -> found;
            case CSV -> Kind.SEPARATED_TEXT;
            case JSONL -> Kind.JSON;
            case ZEEK -> Kind.ZEEK;
            case PARQUET -> Kind.PARQUET;
        };
        if ((said == Kind.PARQUET) != (found == Kind.PARQUET)) {
            throw new InputException("%s: --format %s, but it %s Parquet"
                    .formatted(place, format, said == Kind.PARQUET ? "is no" : "is"));
        }
        // Zeek writes JSON as well.
        return said == Kind.ZEEK && found == Kind.JSON ? found : said;
    }

    private static String start(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The first bytes; of a live input, the available bytes, but at least one complete line. */
    private static byte[] head(InputStream in, boolean live) throws IOException {
        byte[] head = new byte[HEAD];
        int size = 0;
        boolean line = false;
        while (size < HEAD) {
            int count = in.read(head, size, HEAD - size);
            if (count < 0) {
                break;
            }
            for (int i = size; i < size + count; i++) {
                line |= head[i] == '\n';
            }
            size += count;
            if (live && line && in.available() == 0) {
                break;
            }
        }
        return java.util.Arrays.copyOf(head, size);
    }
}
