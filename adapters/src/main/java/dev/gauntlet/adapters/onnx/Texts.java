package dev.gauntlet.adapters.onnx;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the inputs that are texts can be: of each the texts that encoders name, in the order they are named. A row holds the
 * place of its text among these, or -1 of another.
 */
final class Texts {
    private static final long TEXT = 100;
    /** What looking up a text is worth. */
    private static final long LOOKUP = 300;

    private final BitSet inputs = new BitSet();
    /** Those that are also seen by what is no encoder. */
    private final BitSet open = new BitSet();
    /** Those whose encoders fail on other texts. */
    private final BitSet strict = new BitSet();

    /** Those whose places serve as numbers, to which no other text may be added. */
    private final BitSet closed = new BitSet();

    private final Map<Integer, Map<String, Integer>> places = new TreeMap<>();
    private final long most;
    private long lookups;
    private long known;

    /** Where places may be looked up so often that it is worth as many bytes at most. */
    Texts(long most) {
        this.most = most;
    }

    /** Declares how many inputs are texts. */
    void declare(int first, int count) {
        inputs.set(first, first + count);
    }

    /** Declares that something may distinguish other texts of an input. */
    void leaveOpen(int input) {
        open.set(input);
    }

    /** Declares that other texts of an input make the file fail. */
    void refuseOthers(int input) {
        strict.set(input);
    }

    /** Takes the places of so many texts for numbers; false if there are more, which would have none. */
    boolean close(int input, int size) {
        closed.set(input);
        return places.getOrDefault(input, Map.of()).size() == size;
    }

    boolean refusesOthers(int input) {
        return strict.get(input);
    }

    /** The place of a text, which is taken down if it is new. */
    int place(int input, String text) {
        Require.that(LOOKUP * ++lookups <= most, "its encoders name texts for too many inputs");
        Map<String, Integer> own = places.computeIfAbsent(input, next -> new LinkedHashMap<>());
        int before = own.size();
        Unconverted.unless(
                own.containsKey(text) || !closed.get(input), "it names a text that another encoder does not code");
        int place = own.computeIfAbsent(text, next -> before);
        known += own.size() - before;
        return place;
    }

    /** About what the known texts take. */
    long bytes() {
        return TEXT * known;
    }

    /** The first input that is a text of which nothing is known. */
    OptionalInt unknown() {
        return inputs.stream().filter(input -> !places.containsKey(input)).findFirst();
    }

    /** The first input of which not all is known that makes a difference. */
    OptionalInt firstOpen() {
        return open.stream().findFirst();
    }

    /** The texts of each input that encoders name some of. */
    Map<Integer, List<String>> all() {
        Map<Integer, List<String>> all = new TreeMap<>();
        places.forEach((input, known) -> all.put(input, new ArrayList<>(known.keySet())));
        return all;
    }

    /** A text that is none of these. */
    static String other(List<String> texts) {
        Set<String> known = new HashSet<>(texts);
        StringBuilder other = new StringBuilder();
        while (known.contains(other.toString())) {
            other.append('?');
        }
        return other.toString();
    }

    /** Whether Java can hand a text to ONNX Runtime, which gets modified UTF-8: no NUL, nothing beyond 16 bits. */
    static boolean canBeAsked(String text) {
        return text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
    }
}
