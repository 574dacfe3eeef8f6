package dev.gauntlet.model.kernel;

/** Trees laid out for speed: eight pairs of a row and a tree go down side by side, so that none waits for another's loads. */
interface TreeLayout {
    int LANES = 8;

    /**
     * Takes eight rows from {@code row} on down one tree, or one row down eight trees from {@code tree} on.
     *
     * @param keys rows of {@link Keys}
     * @param leaves where the node each reaches is put: at its row, or at its tree
     */
    void descend(long[] keys, int row, int tree, boolean rows, int[] leaves);

    /** How many rows are best taken together. */
    int block();

    /** Up to a multiple of the lanes. */
    static int round(int count) {
        return (count + LANES - 1) / LANES * LANES;
    }
}
