package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The records of a growing log; its format is recognised by the first line. */
final class FollowStream implements RecordStream {
    private final StreamSource source;
    private final String place;
    private final FollowedLines followed;
    private final HeaderLines lines;
    private final Optional<LogPlace> from;
    private Optional<LogPlace> reached = Optional.empty();
    private volatile @Nullable BatchedRows rows;

    FollowStream(StreamSource source, Path path, Optional<LogPlace> from, Consumer<String> notes) {
        this.source = source;
        this.from = from;
        place = path.toString();
        followed = new FollowedLines(path, from, notes);
        lines = new HeaderLines(followed, from.map(LogPlace::header).orElse(List.of()));
    }

    @Override
    public Optional<Records> next() {
        BatchedRows begun = rows == null ? begin() : rows;
        if (begun == null) {
            return Optional.empty();
        }
        Optional<Records> next = begun.next();
        // Behind a line that ends with an error nothing may be resumed.
        reached = next.isPresent() && !begun.isBroken()
                ? Optional.of(followed.place(begun.position(), lines.header()))
                : Optional.empty();
        return next;
    }

    @Override
    public Optional<LogPlace> place() {
        return reached;
    }

    private @Nullable BatchedRows begin() {
        try {
            Lines.Line first = lines.next();
            while (first != null && first.text().isBlank()) {
                first = lines.next();
            }
            if (first == null) {
                return null;
            }
            RowBatch batch = source.rows(place, from.map(LogPlace::row).orElse(0L));
            WantedColumns wanted = source.wanted();
            Lines all = Lines.after(first, lines);
            RowReader reader;
            if (first.text().startsWith("#")) {
                reader = new ZeekRows(all, wanted, batch, place);
            } else if (first.text().startsWith("{") || from.isPresent()) {
                reader = new JsonRows(all, new JsonFields(wanted, batch, place));
            } else {
                throw new InputException(
                        "%s, line %d: only Zeek's logs and JSON lines can be followed, which begin with # or {"
                                .formatted(place, first.number()));
            }
            BatchedRows begun = new BatchedRows(reader, batch, place);
            rows = begun;
            return begun;
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(place, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<Rejected> rejected() {
        return rows == null ? List.of() : rows.rejected();
    }

    @Override
    public KeptFields kept() {
        return rows == null ? KeptFields.NONE : rows.kept();
    }

    @Override
    public List<String> unused() {
        return rows == null ? List.of() : rows.unused();
    }

    @Override
    public SortedMap<String, Long> others() {
        BatchedRows begun = rows;
        return begun == null ? Collections.emptySortedMap() : begun.others();
    }

    @Override
    public List<String> absent() {
        return rows == null ? List.of() : rows.absent();
    }

    @Override
    public List<String> oddities() {
        BatchedRows begun = rows;
        return begun == null ? List.of() : begun.oddities();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // Everything needed was read already.
        }
    }
}
