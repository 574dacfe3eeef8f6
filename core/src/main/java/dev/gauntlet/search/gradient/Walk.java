package dev.gauntlet.search.gradient;

/** A method that moves one changed row by gradients. Changes are in scales of the features, in the order of a {@link Region}. */
public interface Walk {
    /** Writes where it looks first. */
    void start(double[] delta);

    /**
     * Writes where it looks next.
     *
     * @param seen what is known of the place where it looked last
     * @param delta that place, to be replaced by the next
     * @return false when it is over
     */
    boolean next(Sight seen, double[] delta);
}
