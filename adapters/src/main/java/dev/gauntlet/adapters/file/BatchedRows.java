package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The rows of a reader in batches. An error is reported after the rows before it were returned. */
final class BatchedRows implements RecordStream {
    private final RowReader reader;
    private final RowBatch batch;
    private final String place;
    private @Nullable InputException broken;

    BatchedRows(RowReader reader, RowBatch batch, String place) {
        this.reader = reader;
        this.batch = batch;
        this.place = place;
    }

    @Override
    public Optional<Records> next() {
        batch.clear();
        if (broken != null) {
            throw broken;
        }
        try {
            while (!batch.isFull() && reader.read(batch)) {
                if (!reader.ready()) {
                    break;
                }
            }
        } catch (IOException e) {
            broken = new InputException("%s: cannot be read to its end; it may be truncated: %s"
                    .formatted(place, String.valueOf(e.getMessage())));
        } catch (InputException e) {
            broken = e;
        }
        if (!batch.isEmpty()) {
            reader.verify();
            return Optional.of(batch.records());
        }
        if (broken != null) {
            throw broken;
        }
        return Optional.empty();
    }

    /** Whether an error is reported after the rows that were returned. */
    boolean isBroken() {
        return broken != null;
    }

    /** The id of the next row. */
    long position() {
        return batch.position();
    }

    @Override
    public List<Rejected> rejected() {
        return batch.rejected();
    }

    @Override
    public KeptFields kept() {
        return batch.kept();
    }

    @Override
    public List<String> unused() {
        return reader.unused();
    }

    @Override
    public SortedMap<String, Long> others() {
        return reader.others();
    }

    @Override
    public List<String> absent() {
        return reader.absent();
    }

    @Override
    public List<String> oddities() {
        return batch.unsigned();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            // Everything needed was read already.
        }
    }
}
