package dev.gauntlet.search;

/** What a search hears of one row that it proposed, as far as that is granted. */
public final class Reply {
    private static final double[] NOTHING = {};

    /** Of a row that was not answered, or not sent. */
    public static final Reply NONE = new Reply(false, Double.NaN, Double.NaN, NOTHING);

    private final boolean reached;
    private final double answer;
    private final double score;
    private final double[] gradient;

    /**
     * A reply.
     *
     * @param reached whether the answer is what the attacker wants
     * @param answer see {@link #answer()}
     * @param score see {@link #score()}
     * @param gradient of the score by each feature, in the schema's units; empty if none was asked for
     */
    public Reply(boolean reached, double answer, double score, double[] gradient) {
        this.reached = reached;
        this.answer = answer;
        this.score = score;
        this.gradient = gradient.length == 0 ? NOTHING : gradient.clone();
    }

    /** Whether it is what the attacker wants; false if there was no answer. */
    public boolean reached() {
        return reached;
    }

    /** The class of the verdict, or a quantity; NaN if there was no answer. */
    public double answer() {
        return answer;
    }

    /**
     * The log-odds of malice as far as they are shown, or a quantity; of goals among kinds the margin of the goal. NaN if there was
     * no answer, or no score.
     */
    public double score() {
        return score;
    }

    boolean hasGradient() {
        return gradient.length > 0;
    }

    /** The gradient of the score, or of the malice score on the detector's own scale, by each feature in the schema's units; empty without one. */
    public double[] gradient() {
        return gradient.length == 0 ? NOTHING : gradient.clone();
    }
}
