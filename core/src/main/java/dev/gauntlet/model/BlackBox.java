package dev.gauntlet.model;

/**
 * A black-box detector (queries only): its parameters are elsewhere. It cannot be changed, and no similar one can be trained;
 * its {@link #parameters} only identify it.
 */
public interface BlackBox extends Predictor {
    /** Whether an answer is a score, rather than only a label. */
    boolean showsScores();

    /** Ends what it runs in after the last row; throws if its answers turn out not to be trusted. */
    default void settle() {}

    /** The same for any model. */
    static void settle(Model model) {
        if (model.kernel() instanceof BlackBox opaque) {
            opaque.settle();
        }
    }
}
