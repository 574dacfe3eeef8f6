package dev.gauntlet.search;

/**
 * What a row is recognised by: 128 bits of its values, so that it need not be kept.
 *
 * @param hash never 0
 */
record RowKey(long hash, long check) {
    private static final long ODD = 0x9E3779B97F4A7C15L;
    private static final long OTHER = 0xC2B2AE3D27D4EB4FL;
    private static final int LANES = 4;

    /** Equal for rows of equal bits. Four lanes, since one waits for each product before the next. */
    static RowKey of(double[] row) {
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        int whole = row.length - row.length % LANES;
        for (int j = 0; j < whole; j += LANES) {
            a = mixed(a, row[j]);
            b = mixed(b, row[j + 1]);
            c = mixed(c, row[j + 2]);
            d = mixed(d, row[j + 3]);
        }
        for (int j = whole; j < row.length; j++) {
            a = mixed(a, row[j]);
        }
        long hash = folded(a, b, c, d, ODD);
        return new RowKey(hash == 0 ? 1 : hash, folded(d, c, b, a, OTHER));
    }

    private static long mixed(long hash, double value) {
        long mixed = hash * ODD + Double.doubleToLongBits(value);
        return mixed ^ (mixed >>> 29);
    }

    private static long folded(long a, long b, long c, long d, long factor) {
        long hash = ((a * factor + b) * factor + c) * factor + d;
        return hash ^ (hash >>> 29);
    }
}
