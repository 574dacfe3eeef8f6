package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Rows of one JSON list of objects. After a syntax error the rest cannot be read. */
final class JsonList implements RowReader {
    private final JsonParser parser;
    private final JsonFields fields;
    private final String place;
    private boolean ended;

    JsonList(InputStream in, JsonFields fields, String place) {
        this.parser = JsonFields.JSON.createParser(ObjectReadContext.empty(), in);
        this.fields = fields;
        this.place = place;
        parser.nextToken();
    }

    @Override
    public boolean read(RowBatch batch) {
        try {
            while (!ended) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.END_ARRAY) {
                    ended = true;
                    return false;
                }
                if (token == null) {
                    throw new InputException(place + ": the list does not end; the file may be truncated");
                }
                batch.start(parser.currentTokenLocation().getLineNr());
                if (token != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    batch.reject("is not a JSON object");
                }
                if (token != JsonToken.START_OBJECT || fields.put(parser)) {
                    batch.end();
                    return true;
                }
            }
            return false;
        } catch (JacksonException e) {
            throw new InputException("%s, line %d: %s; what follows in the list cannot be read"
                    .formatted(place, parser.currentLocation().getLineNr(), JsonFields.problem(e)));
        }
    }

    @Override
    public void verify() {
        fields.verify();
    }

    @Override
    public boolean ready() {
        return true;
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
    public void close() {
        parser.close();
    }
}
