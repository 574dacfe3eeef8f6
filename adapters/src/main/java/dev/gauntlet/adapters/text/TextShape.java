package dev.gauntlet.adapters.text;

import java.util.function.IntPredicate;

/** What can be counted in a text; characters are UTF-16 units. */
final class TextShape {
    private static final int FNV_START = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TextShape() {}

    /** How many characters are of a kind. */
    static int count(String text, IntPredicate kind) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += kind.test(text.charAt(i)) ? 1 : 0;
        }
        return count;
    }

    /** The length of the longest run of characters of a kind. */
    static int longestRun(String text, IntPredicate kind) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = kind.test(text.charAt(i)) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** How many different characters there are. */
    static int distinct(String text) {
        return (int) text.chars().distinct().count();
    }

    /** Shannon's entropy of the characters, in bits a character; 0 of an empty text. */
    static double entropy(String text) {
        int[] sorted = text.chars().sorted().toArray();
        double entropy = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            double share = (to - from) / (double) sorted.length;
            entropy -= share * StrictMath.log(share) / StrictMath.log(2);
            from = to;
        }
        return entropy;
    }

    /**
     * How many of the runs of n characters fall into each bucket, by the 32-bit FNV-1a hash of their characters.
     *
     * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll, Vo: FNV hash</a>
     */
    static int[] grams(String text, int n, int buckets) {
        int[] counts = new int[buckets];
        for (int i = 0; i + n <= text.length(); i++) {
            int hash = FNV_START;
            for (int k = i; k < i + n; k++) {
                char c = text.charAt(k);
                hash = (hash ^ (c & 0xff)) * FNV_PRIME;
                hash = (hash ^ (c >>> 8)) * FNV_PRIME;
            }
            counts[Math.floorMod(hash, buckets)]++;
        }
        return counts;
    }

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean vowel(int c) {
        return "aeiou".indexOf(c) >= 0;
    }

    static boolean consonant(int c) {
        return c >= 'a' && c <= 'z' && !vowel(c);
    }
}
