package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.KeptFits;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Plural;
import dev.gauntlet.process.train.Search;
import java.util.function.DoubleSupplier;

/**
 * How far a search for settings is. How many fits it makes is known at most, as it stops where nothing improves; how long it
 * takes at most is told only where its fits are alike: of one algorithm, on the same number of rows.
 */
final class SearchPace {
    /** So many fits, and this share of all, must be evaluated for their pace to be relied on. */
    private static final int ENOUGH = 10;

    private static final double ENOUGH_SHARE = 0.1;

    private final int most;
    private final boolean alike;
    private final DoubleSupplier clock;
    private int before = -1;
    private double since;

    /**
     * The pace of a search.
     *
     * @param most fits that are made at most
     * @param alike whether one fit takes about as long as another
     * @param clock seconds
     */
    SearchPace(int most, boolean alike, DoubleSupplier clock) {
        this.most = most;
        this.alike = alike;
        this.clock = clock;
    }

    /** The pace of the searches of a plan, each made so many times. */
    static SearchPace of(Plan plan, int times) {
        boolean even = plan.pipeline()
                .tuning()
                .search()
                .filter(search -> search.strategy() instanceof Search.Strategy.AtRandom)
                .isPresent();
        return new SearchPace(
                times * KeptFits.most(plan),
                even && plan.pipeline().trainers().size() == 1,
                () -> System.nanoTime() / 1e9);
    }

    /**
     * What to say.
     *
     * @param fits evaluated so far
     * @param taken those of them that were evaluated before and took no time
     */
    synchronized String text(int fits, int taken) {
        int fresh = fits - taken;
        if (before < 0 && fresh > 0) {
            before = fresh;
            since = clock.getAsDouble();
        }
        String counted = Plural.format("searching: %,d of at most %,d fit[s] evaluated", fits, most);
        int timed = fresh - before;
        return !alike || before < 0 || timed < ENOUGH || timed < ENOUGH_SHARE * most
                ? counted
                : "%s, at most about %s left for the search"
                        .formatted(
                                counted,
                                Forecast.words((clock.getAsDouble() - since) / timed * Math.max(0, most - fits)));
    }
}
