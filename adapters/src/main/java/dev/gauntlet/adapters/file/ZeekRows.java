package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows of a Zeek log in its text format; a repeated header may list the fields in another order. */
final class ZeekRows implements RowReader {
    private final Lines lines;
    private final WantedColumns wanted;
    private final RowBatch batch;
    private final String place;
    private final ZeekHeader header = new ZeekHeader();
    private final Set<String> unused = new LinkedHashSet<>();
    private int[] slots = {};

    ZeekRows(Lines lines, WantedColumns wanted, RowBatch batch, String place) {
        this.lines = lines;
        this.wanted = wanted;
        this.batch = batch;
        this.place = place;
    }

    @Override
    public boolean read(RowBatch into) throws IOException {
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            if (line.isBroken()) {
                into.start(line.number());
                into.reject(line.problem());
                into.end();
                return true;
            }
            if (line.text().startsWith("#")) {
                header(line);
            } else if (!line.text().isEmpty()) {
                into.start(line.number());
                row(header.split(line.text()));
                into.end();
                return true;
            }
        }
        return false;
    }

    private void header(Lines.Line line) {
        try {
            if (header.take(line.text())) {
                typed();
            }
        } catch (IllegalArgumentException e) {
            throw new InputException("%s, line %d: %s".formatted(place, line.number(), e.getMessage()));
        }
    }

    private void typed() {
        wanted.demand(header.fields(), place);
        slots = batch.slots(header.fields());
        unused.addAll(wanted.unused(header.fields()));
    }

    private void row(List<String> values) {
        if (header.assumesTexts()) {
            typed();
        }
        if (!header.isComplete()) {
            batch.reject("is before the line #fields");
            return;
        }
        if (values.size() != slots.length) {
            // In a truncated line, the fields before its end are in place.
            for (int j = 0; values.size() < slots.length && j < values.size() - 1; j++) {
                if (slots[j] >= 0 && !header.isMissing(values.get(j))) {
                    batch.keep(slots[j], values.get(j));
                }
            }
            batch.reject(Plural.format("%d field[s] instead of %d", values.size(), slots.length));
            return;
        }
        for (int j = 0; j < slots.length; j++) {
            String value = values.get(j);
            if (slots[j] < 0 || header.isMissing(value)) {
                continue;
            }
            String type = header.types().get(j);
            double number = ZeekHeader.kind(type).isNumeric() ? ZeekHeader.number(type, value) : Double.NaN;
            if (type.equals("time") && Double.isFinite(number)) {
                batch.time(slots[j], number, value);
            } else if (ZeekHeader.kind(type).isNumeric()) {
                batch.number(slots[j], number, value);
            } else {
                batch.put(slots[j], value);
            }
        }
    }

    @Override
    public boolean ready() throws IOException {
        return lines.ready();
    }

    @Override
    public List<String> unused() {
        return List.copyOf(unused);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
