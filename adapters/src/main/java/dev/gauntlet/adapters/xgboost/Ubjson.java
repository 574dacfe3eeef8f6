package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Room;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads UBJSON, the binary form of JSON that XGBoost writes, into a JSON tree.
 *
 * <p>Source: the Universal Binary JSON specification, draft 12.
 */
final class Ubjson {
    private static final int DEEPEST = 200;
    private static final int NONE = -1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int LEAST = 48;

    private final ByteBuffer bytes;
    private long taken;

    private Ubjson(byte[] content) {
        bytes = ByteBuffer.wrap(content);
    }

    /**
     * Whether a file starts like a UBJSON object and not like a JSON object: with a length or a count after the brace.
     */
    static boolean is(byte[] content) {
        return content.length > 1 && content[0] == '{' && "iUIlL$#".indexOf(content[1]) >= 0;
    }

    /**
     * Reads the value in a file.
     *
     * @throws IllegalArgumentException if it is truncated or not UBJSON; the message gives the byte
     */
    static JsonNode read(byte[] content) {
        Ubjson reader = new Ubjson(content);
        try {
            return reader.value(reader.bytes.get(), 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    Plural.format("XGBoost model: this UBJSON is truncated: it has %d byte[s]", content.length), e);
        }
    }

    private JsonNode value(int type, int depth) {
        if (depth >= DEEPEST) {
            throw new IllegalArgumentException(
                    "XGBoost model: this UBJSON is nested more than %d deep".formatted(DEEPEST));
        }
        taken += type == '{' || type == '[' ? 2 * LEAST : LEAST;
        Room.need("XGBoost model", taken);
        return switch (type) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 'S' -> NODES.stringNode(text());
            case 'C' -> NODES.stringNode(String.valueOf((char) bytes.get()));
            case 'Z' -> NODES.nullNode();
            case 'T' -> NODES.booleanNode(true);
            case 'F' -> NODES.booleanNode(false);
            case 'd' -> NODES.numberNode(bytes.getFloat());
            case 'D' -> NODES.numberNode(bytes.getDouble());
            default -> NODES.numberNode(whole(type));
        };
    }

    private long whole(int type) {
        return switch (type) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xff;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            default ->
                throw new IllegalArgumentException("XGBoost model: this is not UBJSON: it has the type %d at byte %d"
                        .formatted(type, bytes.position() - 1));
        };
    }

    /**
     * Reads a length. Each of the following elements takes at least one byte, so it is checked against the rest of the
     * file.
     */
    private int length() {
        long length = whole(bytes.get());
        Require.that(
                length >= 0 && length <= bytes.remaining(),
                "XGBoost model: this UBJSON is truncated: %d more byte[s] should follow byte %d of %d",
                length,
                bytes.position(),
                bytes.limit());
        return (int) length;
    }

    private String text() {
        byte[] text = new byte[length()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private boolean follows(char mark) {
        boolean follows = bytes.hasRemaining() && bytes.get(bytes.position()) == mark;
        if (follows) {
            bytes.get();
        }
        return follows;
    }

    /** The type of all entries, if it is stated once for all of them. */
    private int sharedType() {
        if (!follows('$')) {
            return NONE;
        }
        int type = bytes.get();
        Require.that(
                "ZTFN".indexOf(type) < 0 && bytes.hasRemaining() && bytes.get(bytes.position()) == '#',
                "XGBoost model: this is not UBJSON: a list at byte %d has entries without bytes or count",
                bytes.position());
        return type;
    }

    private ArrayNode array(int depth) {
        int type = sharedType();
        ArrayNode list = NODES.arrayNode();
        if (follows('#')) {
            int count = length();
            Room.need("XGBoost model", taken + (long) count * LEAST);
            for (int k = 0; k < count; k++) {
                list.add(value(type == NONE ? bytes.get() : type, depth + 1));
            }
            return list;
        }
        while (!follows(']')) {
            list.add(value(bytes.get(), depth + 1));
        }
        return list;
    }

    private ObjectNode object(int depth) {
        int type = sharedType();
        ObjectNode object = NODES.objectNode();
        boolean counted = follows('#');
        int count = counted ? length() : Integer.MAX_VALUE;
        for (int k = 0; k < count && (counted || !follows('}')); k++) {
            String name = text();
            JsonNode before = object.replace(name, value(type == NONE ? bytes.get() : type, depth + 1));
            Require.that(before == null, "XGBoost model: \"%s\" is stated twice", name);
        }
        return object;
    }
}
