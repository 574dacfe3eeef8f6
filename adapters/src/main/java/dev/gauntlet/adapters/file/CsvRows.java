package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of separated text. A row that runs over several lines within quotes and then does not fit loses its first line only,
 * so that a stray quote takes no other row with it.
 */
final class CsvRows implements RowReader {
    /** The most lines of one row. */
    private static final int JOINED = 100;

    private final Lines lines;
    private final char separator;
    private final int[] slots;
    private final List<String> unused;
    private final Deque<Lines.Line> held = new ArrayDeque<>();

    /** The fields of a row; {@code open} if a quote is. */
    private record Cut(List<String> fields, boolean open, String problem) {}

    /**
     * Rows behind a header, or of a file without.
     *
     * @param head the first bytes, as a text
     * @param cut whether there is more than the head
     */
    CsvRows(Lines lines, String head, boolean cut, WantedColumns wanted, RowBatch batch, String place)
            throws IOException {
        this.lines = lines;
        Layout layout = Layout.of(place, head, cut, format(head, cut, wanted, place));
        if (layout.header()) {
            lines.next();
        }
        wanted.demand(layout.names(), place);
        separator = layout.separator();
        slots = batch.slots(layout.names());
        unused = wanted.unused(layout.names());
    }

    /** A first line that names half of the features is a header; else it is none if it has as many fields as the table has columns. */
    private static FileFormat format(String head, boolean cut, WantedColumns wanted, String place) {
        FileFormat plain = FileFormat.automatic().withHeader(FileFormat.Header.PRESENT);
        FileFormat alone = plain.withNames(List.copyOf(wanted.required()));
        char separator = Layout.separator(place, wanted.required().size() == 1 ? alone : plain, head, cut);
        List<String> first = Fields.records(head, separator, 1, cut).get(0).stream()
                .map(String::strip)
                .toList();
        long named = wanted.required().stream().filter(first::contains).count();
        FileFormat headed = first.size() == 1 ? plain.withNames(first) : plain;
        return 2 * named >= wanted.required().size()
                ? headed
                : wanted.positions(first.size())
                        .map(names -> FileFormat.automatic().withNames(names).withHeader(FileFormat.Header.ABSENT))
                        .orElse(headed);
    }

    @Override
    public boolean read(RowBatch batch) throws IOException {
        Lines.Line line = line();
        while (line != null && line.text().isEmpty() && !line.isBroken()) {
            line = line();
        }
        if (line == null) {
            return false;
        }
        batch.start(line.number());
        if (line.isBroken()) {
            batch.reject(line.problem());
        } else if (line.text().indexOf('"') < 0) {
            plain(line.text(), batch);
        } else {
            quoted(line, batch);
        }
        batch.end();
        return true;
    }

    private Lines.@Nullable Line line() throws IOException {
        Lines.Line first = held.poll();
        return first == null ? lines.next() : first;
    }

    private void plain(String text, RowBatch batch) {
        int fields = 1;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
            fields++;
        }
        if (fields != slots.length) {
            batch.reject(wrong(fields));
            return;
        }
        int from = 0;
        for (int slot : slots) {
            int at = text.indexOf(separator, from);
            int to = at < 0 ? text.length() : at;
            if (slot >= 0) {
                batch.put(slot, text, from, to);
            }
            from = to + 1;
        }
    }

    private String wrong(int fields) {
        return "%d fields instead of %d, separated by %s".formatted(fields, slots.length, Layout.name(separator));
    }

    private void quoted(Lines.Line first, RowBatch batch) throws IOException {
        List<Lines.Line> more = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        Cut cut = cut(text);
        while (cut.open && more.size() < JOINED) {
            Lines.Line next = line();
            if (next == null) {
                break;
            }
            more.add(next);
            text.append('\n').append(next.text());
            cut = cut(text);
        }
        String problem = cut.open ? "a quote is opened and never closed" : cut.problem;
        if (problem.isEmpty() && cut.fields.size() != slots.length) {
            problem = wrong(cut.fields.size());
        }
        if (!problem.isEmpty()) {
            batch.reject(problem);
            for (int i = more.size() - 1; i >= 0; i--) {
                held.push(more.get(i));
            }
            return;
        }
        for (int j = 0; j < slots.length; j++) {
            if (slots[j] >= 0) {
                batch.put(slots[j], cut.fields.get(j));
            }
        }
    }

    private Cut cut(CharSequence text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean closed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                    closed = true;
                }
            } else if (c == separator) {
                fields.add(field.toString());
                field.setLength(0);
                closed = false;
            } else if (closed) {
                return new Cut(fields, false, "text follows a closing quote; double a quote that belongs to the text");
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return new Cut(fields, quoted, "");
    }

    @Override
    public boolean ready() throws IOException {
        return !held.isEmpty() || lines.ready();
    }

    @Override
    public List<String> unused() {
        return unused;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
