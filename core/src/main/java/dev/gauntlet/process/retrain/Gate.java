package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.Paired;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.UpdateGate;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Decides whether a challenger takes the champion's place. On rows that neither was trained on, and that are later than
 * those the challenger was trained on, the 95 % intervals must rule out that it loses more recall or adds more false
 * alarms than a margin; of a fixed set of canaries it may miss only a limited number; and it must reach a minimum recall
 * and a maximum false-positive rate. Few rows give wide intervals, and then the champion stays. With margins or {@code
 * lostCanaries} above 0, small losses can add up from one promotion to the next.
 *
 * @param lostRecall the margin: the most recall that a promotion may lose
 * @param addedFalseAlarms the margin: the most that a promotion may add to the false-positive rate
 * @param lostCanaries the number of canaries detected by the champion that a challenger may miss
 * @param leastRecall the lowest recall of the challenger
 * @param mostFalsePositives the highest false-positive rate of the challenger
 */
public record Gate(
        double lostRecall, double addedFalseAlarms, int lostCanaries, double leastRecall, double mostFalsePositives)
        implements UpdateGate {
    /** The most canaries that are drawn of rows. */
    static final int CANARIES = 100;

    public Gate {
        Require.fraction("lostRecall", lostRecall);
        Require.fraction("addedFalseAlarms", addedFalseAlarms);
        Require.atLeast("lostCanaries", lostCanaries, 0);
        Require.fraction("leastRecall", leastRecall);
        Require.fraction("mostFalsePositives", mostFalsePositives);
    }

    /**
     * The default: margins of 0.02 and 0.01, no canary lost, recall at least 0.5, false-positive rate at most 0.05.
     */
    public Gate() {
        this(0.02, 0.01, 0, 0.5, 0.05);
    }

    /** Canaries are a hundred of the trusted rows that the first detector detects. */
    @Override
    public boolean accepts(Model first, Model champion, Model challenger, Dataset trusted) {
        Dataset found = detected(first, trusted);
        int count = Math.min(CANARIES, found.size());
        Dataset canaries = found.select(
                IntStream.range(0, count).map(k -> k * found.size() / count).toArray());
        return apply(champion, challenger, trusted, canaries).decision() == ChallengerComparison.Decision.PROMOTE;
    }

    /** The malicious rows that a detector detects. */
    static Dataset detected(Model model, Dataset rows) {
        boolean[] alarms = model.alarms(rows.rows());
        return rows.select(
                IntStream.of(rows.maliciousRows()).filter(i -> alarms[i]).toArray());
    }

    @Override
    public List<Knowledge> known() {
        return List.of(new Knowledge.Limit(lostCanaries, Knowledge.Limit.PER_RETRAINING));
    }

    /**
     * Compares two detectors.
     *
     * @param later labelled rows of both classes that neither detector was trained on
     * @param canaries malicious rows that must still be detected; benign ones are not used
     */
    public ChallengerComparison apply(Model champion, Model challenger, Dataset later, Dataset canaries) {
        boolean[] first = champion.alarms(later.rows());
        boolean[] second = challenger.alarms(later.rows());
        int[] malicious = later.maliciousRows();
        int[] benign = later.benignRows();
        Require.that(
                malicious.length > 0 && benign.length > 0,
                "the rows to compare detectors on must contain malicious and benign ones");
        Interval lost = Paired.shares(of(second, malicious), of(first, malicious));
        Interval added = Paired.shares(of(first, benign), of(second, benign));
        Dataset watched = canaries.select(canaries.maliciousRows());
        boolean[] found = champion.alarms(watched.rows());
        boolean[] finds = challenger.alarms(watched.rows());
        int missed = onlyFirst(found, finds);
        Confusion before = Confusion.of(later.malice(), first);
        Confusion after = Confusion.of(later.malice(), second);
        return new ChallengerComparison(
                before,
                after,
                lost,
                added,
                watched.size(),
                missed,
                onlyFirst(finds, found),
                List.of(
                        within("recall", before.recall(), after.recall(), "lost", lost, lostRecall),
                        within(
                                "false-positive rate",
                                before.falsePositiveRate(),
                                after.falsePositiveRate(),
                                "added",
                                added,
                                addedFalseAlarms),
                        canaries(missed, watched.size()),
                        leastRecall(after.recall().value()),
                        mostFalsePositives(after.falsePositiveRate().value())));
    }

    private static int onlyFirst(boolean[] first, boolean[] second) {
        return (int) IntStream.range(0, first.length)
                .filter(i -> first[i] && !second[i])
                .count();
    }

    private static boolean[] of(boolean[] alarms, int[] rows) {
        boolean[] some = new boolean[rows.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = alarms[rows[i]];
        }
        return some;
    }

    private static ChallengerComparison.Check within(
            String figure, Interval before, Interval after, String worse, Interval change, double margin) {
        boolean passed = change.high() < margin;
        return new ChallengerComparison.Check(
                figure,
                passed,
                String.format(
                        Locale.ROOT,
                        "%s %.3f -> %.3f on %d rows: at most %.3f %s, %s",
                        figure,
                        before.value(),
                        after.value(),
                        change.n(),
                        Math.max(0, change.high()),
                        worse,
                        passed
                                ? "below %s".formatted(margin)
                                : "not below %s%s"
                                        .formatted(
                                                margin,
                                                change.value() < margin ? "; more rows are needed to be sure" : "")));
    }

    private ChallengerComparison.Check canaries(int lost, int of) {
        return new ChallengerComparison.Check(
                "canaries",
                lost <= lostCanaries,
                Plural.format("%d of %d canar[y|ies] lost, %d allowed", lost, of, lostCanaries));
    }

    private ChallengerComparison.Check leastRecall(double recall) {
        return new ChallengerComparison.Check(
                "minimum recall",
                recall >= leastRecall,
                String.format(Locale.ROOT, "recall %.3f, at least %s required", recall, leastRecall));
    }

    private ChallengerComparison.Check mostFalsePositives(double rate) {
        return new ChallengerComparison.Check(
                "maximum false-positive rate",
                rate <= mostFalsePositives,
                String.format(Locale.ROOT, "false-positive rate %.3f, at most %s allowed", rate, mostFalsePositives));
    }
}
