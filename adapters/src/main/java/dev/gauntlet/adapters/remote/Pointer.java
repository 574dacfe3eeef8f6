package dev.gauntlet.adapters.remote;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * The location of the answers in a JSON document: a JSON Pointer (RFC 6901) in which {@code *} stands for every entry
 * of a list, for example {@code /results/*}{@code /score}.
 *
 * @param list the location of the list of answers
 * @param each the location of the answer in each entry; empty if it is the entry itself
 */
record Pointer(JsonPointer list, JsonPointer each, boolean starred) {
    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException if it is not a pointer or has more than one star
     */
    static Pointer parse(String text) {
        int star = (text + "/").indexOf("/*/");
        if (star < 0) {
            return new Pointer(JsonPointer.compile(text), JsonPointer.empty(), false);
        }
        String rest = text.substring(star + 2);
        if ((rest + "/").contains("/*/")) {
            throw new IllegalArgumentException("must have one * at most but is " + text);
        }
        return new Pointer(JsonPointer.compile(text.substring(0, star)), JsonPointer.compile(rest), true);
    }

    /** The answers in a document, one per row. */
    List<JsonNode> items(JsonNode root, boolean oneRow) throws Trouble {
        JsonNode found = root.at(list);
        if (found.isMissingNode()) {
            throw Trouble.lasting("its answer has nothing at %s: %s".formatted(this, Trouble.quoted(root.toString())));
        }
        if (oneRow && !starred) {
            return List.of(found);
        }
        if (!found.isArray()) {
            throw Trouble.lasting("its answer has no list at %s: %s".formatted(list, Trouble.quoted(root.toString())));
        }
        List<JsonNode> items = new ArrayList<>(found.size());
        for (JsonNode entry : found.values()) {
            JsonNode item = entry.at(each);
            if (item.isMissingNode()) {
                throw Trouble.lasting("entry %d of its answer has nothing at %s: %s"
                        .formatted(items.size() + 1, each, Trouble.quoted(entry.toString())));
            }
            items.add(item);
        }
        return items;
    }

    @Override
    public String toString() {
        return list + (starred ? "/*" + each : "");
    }
}
