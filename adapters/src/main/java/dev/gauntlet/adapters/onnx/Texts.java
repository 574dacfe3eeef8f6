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
 * The known values of the string inputs: for each the strings that encoders list, in the order they are found. A row
 * contains the index of its string in that list, or -1 for any other string.
 */
final class Texts {
    private static final long TEXT = 100;
    /** The memory, in bytes, that one lookup counts for. */
    private static final long LOOKUP = 300;

    private final BitSet inputs = new BitSet();
    /** The inputs that a node other than an encoder also reads. */
    private final BitSet open = new BitSet();
    /** The inputs whose encoders fail on other strings. */
    private final BitSet strict = new BitSet();

    /** The inputs whose indices are used as numbers; no strings may be added to these. */
    private final BitSet closed = new BitSet();

    private final Map<Integer, Map<String, Integer>> places = new TreeMap<>();
    private final long most;
    private long lookups;
    private long known;

    /** Limits the memory that strings and their lookups may take, in bytes. */
    Texts(long most) {
        this.most = most;
    }

    /** Declares string inputs. */
    void declare(int first, int count) {
        inputs.set(first, first + count);
    }

    /** Declares that the model may treat unlisted strings of an input differently. */
    void leaveOpen(int input) {
        open.set(input);
    }

    /** Declares that the model fails on unlisted strings of an input. */
    void refuseOthers(int input) {
        strict.set(input);
    }

    /** Uses the indices of the strings as numbers; false if the input has more strings than that. */
    boolean close(int input, int size) {
        closed.set(input);
        return places.getOrDefault(input, Map.of()).size() == size;
    }

    boolean refusesOthers(int input) {
        return strict.get(input);
    }

    /** The index of a string, which is added if it is new. */
    int place(int input, String text) {
        Require.that(LOOKUP * ++lookups <= most, "its encoders list strings for too many inputs");
        Map<String, Integer> own = places.computeIfAbsent(input, next -> new LinkedHashMap<>());
        int before = own.size();
        Unconverted.unless(
                own.containsKey(text) || !closed.get(input), "it lists a string that another encoder does not encode");
        int place = own.computeIfAbsent(text, next -> before);
        known += own.size() - before;
        return place;
    }

    /** The approximate memory of the known strings. */
    long bytes() {
        return TEXT * known;
    }

    /** The first string input without any known value. */
    OptionalInt unknown() {
        return inputs.stream().filter(input -> !places.containsKey(input)).findFirst();
    }

    /** The first string input with values that are unknown but may change the output. */
    OptionalInt firstOpen() {
        return open.stream().findFirst();
    }

    /** The known strings of each input that has any. */
    Map<Integer, List<String>> all() {
        Map<Integer, List<String>> all = new TreeMap<>();
        places.forEach((input, known) -> all.put(input, new ArrayList<>(known.keySet())));
        return all;
    }

    /** A string that is none of these. */
    static String other(List<String> texts) {
        Set<String> known = new HashSet<>(texts);
        StringBuilder other = new StringBuilder();
        while (known.contains(other.toString())) {
            other.append('?');
        }
        return other.toString();
    }

    /**
     * Whether a string can be passed from Java to ONNX Runtime, which receives modified UTF-8: no NUL, and no
     * characters beyond 16 bits.
     */
    static boolean canBeAsked(String text) {
        return text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
    }
}
