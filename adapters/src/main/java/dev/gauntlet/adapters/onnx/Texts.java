package dev.gauntlet.adapters.onnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the inputs that are texts can be: of each the texts that encoders name, in the order they are named. A row holds the
 * place of its text among these, or -1 of another.
 */
final class Texts {
    private final BitSet inputs = new BitSet();
    private final Map<Integer, Map<String, Integer>> places = new TreeMap<>();

    /** Says that so many inputs are texts. */
    void declare(int first, int count) {
        inputs.set(first, first + count);
    }

    /** The place of a text, which is taken down if it is new. */
    int place(int input, String text) {
        Map<String, Integer> known = places.computeIfAbsent(input, next -> new LinkedHashMap<>());
        return known.computeIfAbsent(text, next -> known.size());
    }

    /** The first input that is a text of which nothing is known. */
    OptionalInt unknown() {
        return inputs.stream().filter(input -> !places.containsKey(input)).findFirst();
    }

    /** The texts of each input that encoders name some of. */
    Map<Integer, List<String>> all() {
        Map<Integer, List<String>> all = new TreeMap<>();
        places.forEach((input, known) -> all.put(input, new ArrayList<>(known.keySet())));
        return all;
    }

    /** The text at a place, or one that is not among them. */
    static String at(List<String> texts, double place) {
        if (place >= 0 && place < texts.size()) {
            return texts.get((int) place);
        }
        String other = "";
        while (texts.contains(other)) {
            other += "?";
        }
        return other;
    }
}
