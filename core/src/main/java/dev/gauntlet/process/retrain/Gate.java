package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Paired;
import dev.gauntlet.model.Model;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Decides whether a challenger takes the champion's place. On rows that neither was trained on, its recall must not be
 * significantly lower and its false-positive rate not significantly higher; of a fixed set of canaries it may miss only
 * a limited number; and it must reach a minimum recall and a maximum false-positive rate. With {@code lostCanaries}
 * above 0, small losses can add up from one promotion to the next.
 *
 * @param alpha a difference is significant if McNemar's exact test, two-sided, gives less
 * @param lostCanaries the number of canaries detected by the champion that a challenger may miss
 * @param leastRecall the lowest recall of the challenger on the sealed rows
 * @param mostFalsePositives the highest false-positive rate of the challenger on the sealed rows
 */
public record Gate(double alpha, int lostCanaries, double leastRecall, double mostFalsePositives) {
    public Gate {
        Require.fraction("alpha", alpha);
        Require.atLeast("lostCanaries", lostCanaries, 0);
        Require.fraction("leastRecall", leastRecall);
        Require.fraction("mostFalsePositives", mostFalsePositives);
    }

    /** The default: significance level 0.05, no canary lost, recall at least 0.5, false-positive rate at most 0.05. */
    public Gate() {
        this(0.05, 0, 0.5, 0.05);
    }

    /**
     * Compares two detectors.
     *
     * @param sealed labelled rows of both classes that neither detector was trained on
     * @param canaries malicious rows that must still be detected; benign ones are not used
     */
    public Contest apply(Model champion, Model challenger, Dataset sealed, Dataset canaries) {
        boolean[] first = champion.alarms(sealed.rows());
        boolean[] second = challenger.alarms(sealed.rows());
        int[] malicious = sealed.maliciousRows();
        int[] benign = sealed.benignRows();
        Require.that(
                malicious.length > 0 && benign.length > 0, "the sealed rows must contain malicious and benign ones");
        Paired.Difference recall = Paired.mcNemar(right(first, malicious, true), right(second, malicious, true));
        Paired.Difference honest = Paired.mcNemar(right(first, benign, false), right(second, benign, false));
        // The accuracy on benign rows falls as the false-positive rate rises.
        Paired.Difference alarms = new Paired.Difference(0 - honest.difference(), honest.p());
        Dataset watched = canaries.select(canaries.maliciousRows());
        boolean[] found = champion.alarms(watched.rows());
        boolean[] finds = challenger.alarms(watched.rows());
        int lost = onlyFirst(found, finds);
        Confusion before = Confusion.of(sealed.malice(), first);
        Confusion after = Confusion.of(sealed.malice(), second);
        return new Contest(
                before,
                after,
                recall,
                alarms,
                watched.size(),
                lost,
                onlyFirst(finds, found),
                List.of(
                        notWorse(
                                "recall",
                                before.recall().value(),
                                after.recall().value(),
                                recall,
                                "lower",
                                -1),
                        notWorse(
                                "false-positive rate",
                                before.falsePositiveRate().value(),
                                after.falsePositiveRate().value(),
                                alarms,
                                "higher",
                                1),
                        canaries(lost, watched.size()),
                        leastRecall(after.recall().value()),
                        mostFalsePositives(after.falsePositiveRate().value())));
    }

    private static int onlyFirst(boolean[] first, boolean[] second) {
        return (int) IntStream.range(0, first.length)
                .filter(i -> first[i] && !second[i])
                .count();
    }

    private static boolean[] right(boolean[] alarms, int[] rows, boolean alarm) {
        boolean[] right = new boolean[rows.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = alarms[rows[i]] == alarm;
        }
        return right;
    }

    private Contest.Check notWorse(
            String figure, double before, double after, Paired.Difference difference, String worse, int sign) {
        boolean isWorse = sign * difference.difference() > 0;
        boolean significant = isWorse && difference.p() < alpha;
        String chance = String.format(Locale.ROOT, " (p %.2g, alpha %s)", difference.p(), alpha);
        return new Contest.Check(
                figure,
                !significant,
                String.format(Locale.ROOT, "%s %.3f -> %.3f is ", figure, before, after)
                        + (significant ? "significantly " : "not " + (isWorse ? "significantly " : ""))
                        + worse
                        + (isWorse ? chance : ""));
    }

    private Contest.Check canaries(int lost, int of) {
        return new Contest.Check(
                "canaries",
                lost <= lostCanaries,
                Plural.format("%d of %d canar[y|ies] lost, %d allowed", lost, of, lostCanaries));
    }

    private Contest.Check leastRecall(double recall) {
        return new Contest.Check(
                "minimum recall",
                recall >= leastRecall,
                String.format(Locale.ROOT, "recall %.3f, at least %s required", recall, leastRecall));
    }

    private Contest.Check mostFalsePositives(double rate) {
        return new Contest.Check(
                "maximum false-positive rate",
                rate <= mostFalsePositives,
                String.format(Locale.ROOT, "false-positive rate %.3f, at most %s allowed", rate, mostFalsePositives));
    }
}
