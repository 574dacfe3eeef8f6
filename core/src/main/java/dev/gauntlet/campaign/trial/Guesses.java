package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.Ranking;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What an attack guesses of the membership of candidates, and how often it is right. */
final class Guesses {
    /**
     * The metrics of its arms. Recall at a false-positive rate is left out where the rate is below one of the non-members.
     *
     * @see <a href="https://arxiv.org/abs/2112.03570">Carlini et al. 2022, section III</a>
     */
    static final String[] FIGURES = {
        "auc", "smallestFalsePositiveRate", "truePositivesAt1Percent", "truePositivesAt1Permille", "unanswered"
    };

    private final Candidates candidates;
    private final double[] suspicion;
    private final double threshold;

    /**
     * Guesses.
     *
     * @param suspicion by candidate
     * @param expected the suspicion that the attacker has seen beforehand, which sets its threshold
     */
    Guesses(Candidates candidates, double[] suspicion, double[] expected) {
        this.candidates = candidates;
        this.suspicion = suspicion;
        this.threshold = threshold(expected);
    }

    /** The threshold with the best balanced accuracy on the answered candidates that are not judged. */
    private double threshold(double[] expected) {
        int[] order = IntStream.of(candidates.places(false))
                .filter(i -> !Double.isNaN(expected[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -expected[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int balance = 0;
        int best = 0;
        double cut = Double.POSITIVE_INFINITY;
        for (int k = 0; k < order.length; k++) {
            balance += candidates.member(order[k]) ? 1 : -1;
            boolean lastOfTie = k + 1 == order.length || expected[order[k + 1]] != expected[order[k]];
            if (lastOfTie && balance > best) {
                best = balance;
                cut = expected[order[k]];
            }
        }
        return cut;
    }

    /** The arm in which they are judged. A row without an answer is guessed to be no member, which is right half of the time. */
    Arm arm(Arm.Name name) {
        int[] judged = candidates.places(true);
        long[] ids = new long[judged.length];
        boolean[] right = new boolean[judged.length];
        boolean[] truth = new boolean[judged.length];
        double[] scores = new double[judged.length];
        int unanswered = 0;
        for (int i = 0; i < judged.length; i++) {
            int row = judged[i];
            ids[i] = candidates.rows().id(row);
            truth[i] = candidates.member(row);
            boolean answered = !Double.isNaN(suspicion[row]);
            unanswered += answered ? 0 : 1;
            scores[i] = answered ? suspicion[row] : Double.NEGATIVE_INFINITY;
            right[i] = scores[i] >= threshold == truth[i];
        }
        Ranking ranking = Ranking.of(scores, truth);
        int others = judged.length / 2;
        Arm arm = new Arm(name, Victims.of(ids, right))
                .with("auc", ranking.rocAuc())
                .with("smallestFalsePositiveRate", Interval.exact(1.0 / others))
                .with("unanswered", unanswered);
        arm = others >= 100 ? arm.with("truePositivesAt1Percent", ranking.recallAt(0.01)) : arm;
        return others >= 1000 ? arm.with("truePositivesAt1Permille", ranking.recallAt(0.001)) : arm;
    }
}
