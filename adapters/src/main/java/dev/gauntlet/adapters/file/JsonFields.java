package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Fills rows from the fields of JSON objects; nested fields have dotted names. In Suricata's {@code eve.json}, which
 * contains events of many kinds, only flows are rows.
 */
final class JsonFields {
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final Pattern PLACE = Pattern.compile("(.+)\\[(\\d{1,5})\\]");
    /** The most names that are remembered. */
    private static final int NAMES = 10_000;

    private static final String EVENT = "event_type";

    private final WantedColumns wanted;
    private final RowBatch batch;
    private final String place;
    private final Map<String, Integer> slots = new HashMap<>();
    /** The lengths of the lists whose elements are needed, by name. */
    private final Map<String, Integer> lists = new HashMap<>();

    private final Set<String> seen = new LinkedHashSet<>();
    /** The names of objects that contain wanted fields. */
    private final Set<String> parents = new HashSet<>();
    /** Whether the rows are Suricata's flows, so that events of other kinds are not rows. */
    private final boolean flows;
    /** The slots of the current row that have a value. */
    private final BitSet filled = new BitSet();

    private boolean verified;
    private String event = "";
    private final OtherEvents others = new OtherEvents();

    JsonFields(WantedColumns wanted, RowBatch batch, String place) {
        this.wanted = wanted;
        this.batch = batch;
        this.place = place;
        wanted.required().forEach(name -> slots.put(name, batch.slot(name)));
        flows = wanted.kinds().keySet().stream().anyMatch(name -> name.startsWith("flow."));
        for (String name : wanted.kinds().keySet()) {
            for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                parents.add(name.substring(0, dot));
            }
        }
        wanted.kinds().keySet().stream()
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .forEach(one -> lists.merge(one.group(1), Integer.parseInt(one.group(2)) + 1, Math::max));
    }

    static JsonParser parser(String text) {
        return JSON.createParser(ObjectReadContext.empty(), text);
    }

    /** Fills the current row from the object whose start was just read; false if it is an event of another kind. */
    boolean put(JsonParser parser) {
        event = "";
        filled.clear();
        object(parser, "");
        boolean row = !flows || event.isEmpty() || event.equals(JsonTable.FLOW);
        if (!row) {
            others.add(event);
        }
        return row;
    }

    /** The events of other kinds, which are not rows. */
    SortedMap<String, Long> others() {
        return others.counts();
    }

    private void object(JsonParser parser, String prefix) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                if (wanted.kinds().containsKey(name)) {
                    batch.reject("%s: is an object instead of a value".formatted(Printable.of(name)));
                }
                object(parser, name + ".");
                continue;
            }
            if (token != JsonToken.VALUE_NULL && (parents.contains(name) || isNoList(name, token))) {
                batch.reject("%s: is a value instead of %s"
                        .formatted(Printable.of(name), parents.contains(name) ? "an object" : "a list"));
            }
            if (name.equals(EVENT)) {
                event(parser, token);
            }
            int slot = slot(name);
            if (slot < 0 && token == JsonToken.START_ARRAY && lists.containsKey(name)) {
                elements(parser, name);
            } else if (slot < 0) {
                parser.skipChildren();
            } else {
                value(parser, token, slot);
            }
        }
    }

    /**
     * Reads the kind of an event. Unknown kinds are refused: otherwise an attacker could hide a flow by stating an
     * invalid kind.
     */
    private void event(JsonParser parser, JsonToken token) {
        String kind = token == JsonToken.VALUE_STRING ? parser.getString() : "";
        String problem = !event.isEmpty()
                ? "has a field twice: " + EVENT
                : token != JsonToken.VALUE_STRING
                        ? EVENT + ": is not a text"
                        : EventKinds.isKnown(kind)
                                ? ""
                                : "%s: \"%s\" is no event type of Suricata".formatted(EVENT, Printable.of(kind));
        if (flows && !problem.isEmpty()) {
            batch.reject(problem);
        }
        event = problem.isEmpty() ? kind : JsonTable.FLOW;
    }

    /** Fills the columns of a list; its length must be that of training. */
    private void elements(JsonParser parser, String name) {
        int length = lists.getOrDefault(name, 0);
        int size = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int slot = size < length ? slot(JsonShape.element(name, size)) : -1;
            size++;
            if (token.isStructStart()) {
                parser.skipChildren();
                batch.reject("%s: contains a value that is not a number".formatted(name));
            } else if (slot >= 0) {
                value(parser, token, slot);
            }
        }
        if (size != length) {
            batch.reject(Plural.format("%s: has %d value[s] instead of %d", name, size, length));
        }
    }

    private boolean isNoList(String name, JsonToken token) {
        return lists.containsKey(name) && token != JsonToken.START_ARRAY;
    }

    private int slot(String name) {
        if (seen.size() < NAMES) {
            seen.add(name);
        }
        Integer known = slots.get(name);
        if (known != null) {
            return known;
        }
        int slot = batch.slot(name);
        if (slots.size() < NAMES) {
            slots.put(name, slot);
        }
        return slot;
    }

    private void value(JsonParser parser, JsonToken token, int slot) {
        if (filled.get(slot)) {
            batch.reject("has a field twice: " + Printable.of(String.valueOf(parser.currentName())));
        }
        filled.set(slot);
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                batch.number(slot, parser.getDoubleValue(), parser.getString());
            case VALUE_TRUE -> batch.number(slot, 1, "true");
            case VALUE_FALSE -> batch.number(slot, 0, "false");
            case VALUE_NULL -> {
                // Missing.
            }
            case START_ARRAY -> batch.put(slot, list(parser));
            default -> batch.put(slot, parser.getString());
        }
    }

    /** A list as a text. */
    private static String list(JsonParser parser) {
        StringJoiner items = new StringJoiner(", ", "[", "]");
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isStructStart()) {
                parser.skipChildren();
                items.add("...");
            } else {
                items.add(parser.getString());
            }
        }
        return items.toString();
    }

    /**
     * Refuses records without the required columns, once some were read. Logs of Zeek and Suricata leave out unset
     * fields, so they are refused only if all required columns are missing.
     */
    void verify() {
        if (verified || seen.isEmpty()) {
            return;
        }
        verified = true;
        boolean log = seen.contains(EVENT) || (seen.contains("ts") && seen.contains("id.orig_h"));
        if (!log || wanted.missing(seen, place).size() == wanted.required().size()) {
            wanted.demand(seen, place);
        }
    }

    List<String> unused() {
        return wanted.unused(seen);
    }

    List<String> absent() {
        return wanted.missing(seen, place);
    }

    /** What is wrong with a JSON text, in one line. */
    static String problem(JacksonException e) {
        return (e instanceof StreamConstraintsException ? "is beyond the limits of JSON here: " : "is not JSON: ")
                + reason(e);
    }

    /** The parser's reason, in one line, without the names of its settings. */
    static String reason(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst(", from `[^`]*`", "");
    }
}
