package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Rows of JSON, one object per line. */
final class JsonRows implements RowReader {
    private final Lines lines;
    private final JsonFields fields;

    JsonRows(Lines lines, JsonFields fields) {
        this.lines = lines;
        this.fields = fields;
    }

    @Override
    public boolean read(RowBatch batch) throws IOException {
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            if (line.text().isBlank() && !line.isBroken()) {
                continue;
            }
            batch.start(line.number());
            if (line.isBroken()) {
                batch.reject(line.problem());
            }
            if (line.isBroken() || put(line.text(), batch)) {
                batch.end();
                return true;
            }
        }
        return false;
    }

    private boolean put(String text, RowBatch batch) {
        try (JsonParser parser = JsonFields.parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                batch.reject("is not a JSON object");
                return true;
            }
            boolean row = fields.put(parser);
            if (parser.nextToken() != null) {
                batch.reject("more follows the JSON object");
                return true;
            }
            return row;
        } catch (JacksonException e) {
            batch.reject(JsonFields.problem(e));
            return true;
        }
    }

    @Override
    public void verify() {
        fields.verify();
    }

    @Override
    public boolean ready() throws IOException {
        return lines.ready();
    }

    @Override
    public List<String> unused() {
        return fields.unused();
    }

    @Override
    public SortedMap<String, Long> others() {
        return fields.others();
    }

    @Override
    public List<String> absent() {
        return fields.absent();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
