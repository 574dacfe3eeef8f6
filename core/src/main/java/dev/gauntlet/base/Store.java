package dev.gauntlet.base;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Results that are costly to compute, by what determines them: each is computed once and then shared. Two threads that ask for
 * the same result at the same time may both compute it, to the same bits; nothing waits, because a thread that waits while its
 * pool gives it other work can wait for itself.
 */
public interface Store {
    /** How a kind of result is written, so that it reads back to the last bit. */
    interface Codec<T> {
        /** Whether a result can be written at all. */
        default boolean writes(T result) {
            return true;
        }

        void write(T result, DataOutput out) throws IOException;

        T read(DataInput in) throws IOException;

        /** About how many bytes a result takes. */
        long size(T result);
    }

    /**
     * How often results of a kind were asked for and computed.
     *
     * @param made how often it was computed; the rest was there
     */
    record Use(long asked, long made) {
        static final Use NONE = new Use(0, 0);

        Use and(Use other) {
            return new Use(asked + other.asked, made + other.made);
        }
    }

    /**
     * The result of this kind under this key.
     *
     * @param kind a word, for example {@code detector}
     * @param key the digest of all that determines the result
     * @param make computes it
     */
    <T> T get(String kind, String key, Codec<T> codec, Supplier<T> make);

    /** How the store was used, by kind. */
    SortedMap<String, Use> uses();

    /** The uses of two stores together. */
    static SortedMap<String, Use> sum(Map<String, Use> one, Map<String, Use> other) {
        SortedMap<String, Use> sum = new TreeMap<>(one);
        other.forEach((kind, use) -> sum.merge(kind, use, Use::and));
        return sum;
    }
}
