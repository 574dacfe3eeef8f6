package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.search.Progress;
import java.util.List;

/**
 * What tells whether a search is to be trusted, apart from what it found.
 *
 * @param overlooked victims of which some query reached the goal validly and was not offered
 * @param refuted victims of which a row that was found refutes what the search claims to prove
 * @param gradients the number of gradients in answers
 * @param flat how many of them were 0 everywhere
 * @param unstable the share of victims whose score differs when they are asked again
 * @param unbounded the share of some victims that reach the goal if distance and cost are not limited
 */
record SearchChecks(int overlooked, int refuted, int gradients, int flat, Interval unstable, Interval unbounded) {
    /** The facts of the attacked arm that {@link #in} adds. */
    static final String[] FACTS = {Facts.OVERLOOKED, Facts.REFUTED, Facts.FLAT, Facts.UNSTABLE, Facts.UNBOUNDED};

    /** The victims on which an attack is tried without limits. */
    static final int UNLIMITED = 20;

    /** The share of answers that differ from those to the same rows before. */
    static Interval unstable(double[] once, double[] again) {
        int differ = 0;
        for (int i = 0; i < once.length; i++) {
            differ += Double.compare(once[i], again[i]) != 0 ? 1 : 0;
        }
        return Interval.share(differ, once.length);
    }

    static SearchChecks of(List<Progress> searches, Interval unstable, Interval unbounded) {
        return new SearchChecks(
                (int) searches.stream().filter(Progress::isOverlooked).count(),
                (int) searches.stream().filter(Progress::isRefuted).count(),
                searches.stream().mapToInt(Progress::gradients).sum(),
                searches.stream().mapToInt(Progress::flat).sum(),
                unstable,
                unbounded);
    }

    /** The same arm with these facts. */
    Arm in(Arm arm) {
        return arm.with(Facts.OVERLOOKED, overlooked)
                .with(Facts.REFUTED, refuted)
                .with(Facts.FLAT, Interval.share(flat, gradients))
                .with(Facts.UNSTABLE, unstable)
                .with(Facts.UNBOUNDED, unbounded);
    }
}
