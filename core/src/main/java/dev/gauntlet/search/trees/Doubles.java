package dev.gauntlet.search.trees;

/** The doubles in their order, by number. */
final class Doubles {
    private Doubles() {}

    /** The number of a double; the next greater one has the next number. Both zeros have number 0. */
    static long place(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    static double at(long place) {
        return Double.longBitsToDouble(place < 0 ? Long.MIN_VALUE - place : place);
    }

    /** One that is as many doubles above one as below another. */
    static double between(double low, double high) {
        long a = place(low);
        long b = place(high);
        return at((a & b) + ((a ^ b) >> 1)); // their mean, without overflow
    }
}
