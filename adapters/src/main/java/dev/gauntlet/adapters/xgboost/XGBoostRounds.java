package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Require;
import java.util.Optional;

/**
 * The rounds of a model that was stopped early. XGBoost's wrapper of scikit-learn, which leaves the attribute
 * {@code scikit_learn} in the files it saves, predicts with the rounds up to {@code best_iteration}; a booster, with all. A
 * linear model has one state, whatever its rounds.
 *
 * @param best the best round, counted from 0
 * @param all how many there are
 */
record XGBoostRounds(Optional<Integer> best, int all, boolean isWrapper) {
    /**
     * Reads what a learner states.
     *
     * @param all how many rounds it has
     */
    static XGBoostRounds of(XGBoostFields learner, int all) {
        if (!learner.has("attributes")) {
            return new XGBoostRounds(Optional.empty(), all, false);
        }
        XGBoostFields attributes = learner.at("attributes");
        Optional<Integer> best = Optional.empty();
        if (attributes.has("best_iteration")) {
            double number = attributes.number("best_iteration");
            attributes.need(number == Math.rint(number) && number >= 0, "best_iteration", number);
            Require.that(
                    number < all,
                    "XGBoost model: its best round is stated as %.0f, counted from 0, but it has %d"
                            .formatted(number, all));
            best = Optional.of((int) number);
        }
        return new XGBoostRounds(best, all, attributes.has(XGBoostWrapper.ATTRIBUTE));
    }

    /**
     * How many rounds count.
     *
     * @param wanted what the user asks for; if nothing, what the program would do that saved the file
     * @throws IllegalArgumentException if the best round is asked for and not stated
     */
    int counted(Optional<Rounds> wanted) {
        if (wanted.equals(Optional.of(Rounds.BEST))) {
            Require.that(best.isPresent(), "--rounds best: the file states no best round (best_iteration)");
        }
        return best.filter(round -> wanted.map(Rounds.BEST::equals).orElse(isWrapper))
                .map(round -> round + 1)
                .orElse(all);
    }

    /** What was chosen, where there was a choice. */
    Optional<String> said(Optional<Rounds> wanted) {
        return best.filter(round -> round + 1 < all).map(round -> {
            int counted = counted(wanted);
            String why = wanted.isPresent()
                    ? "as --rounds asks"
                    : isWrapper
                            ? "as XGBoost's scikit-learn wrapper predicts, and it saved the file"
                            : "as Booster.predict does, and a Booster saved the file";
            return counted < all
                    ? "training was stopped early: the first %d of %d rounds count, up to the best one, %s; --rounds all uses all"
                            .formatted(counted, all, why)
                    : "training was stopped early: all %d rounds count, %s; --rounds best uses the first %d, up to the best one"
                            .formatted(all, why, round + 1);
        });
    }
}
