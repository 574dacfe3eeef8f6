package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import java.util.Optional;

/**
 * The boosting rounds of a model with early stopping. XGBoost's scikit-learn wrapper, which sets the attribute {@code
 * scikit_learn} in the files that it saves, predicts with the rounds up to {@code best_iteration}; a Booster predicts
 * with all. A linear model has one state only.
 *
 * @param best the best round, counted from 0
 * @param all the number of rounds
 */
record XGBoostRounds(Optional<Integer> best, int all, boolean isWrapper) {
    /**
     * Reads the attributes of a learner.
     *
     * @param all the number of rounds
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
                    "XGBoost model: its best round is stated as %.0f, counted from 0, but it has %d",
                    number,
                    all);
            best = Optional.of((int) number);
        }
        return new XGBoostRounds(best, all, attributes.has(XGBoostWrapper.ATTRIBUTE));
    }

    /**
     * The number of rounds used.
     *
     * @param wanted the choice of the user; if it is absent, what the program that saved the file would do
     * @throws IllegalArgumentException if the best round is requested and the file does not state it
     */
    int counted(Optional<Rounds> wanted) {
        if (wanted.equals(Optional.of(Rounds.BEST))) {
            Require.that(best.isPresent(), "--rounds best: the file states no best round (best_iteration)");
        }
        return best.filter(round -> wanted.map(Rounds.BEST::equals).orElse(isWrapper))
                .map(round -> round + 1)
                .orElse(all);
    }

    /** A sentence on the rounds used, if there was a choice. */
    Optional<String> said(Optional<Rounds> wanted) {
        return best.filter(round -> round + 1 < all).map(round -> {
            int counted = counted(wanted);
            String why = wanted.isPresent()
                    ? "as --rounds asks"
                    : isWrapper
                            ? "as XGBoost's scikit-learn wrapper predicts, and it saved the file"
                            : "as Booster.predict does, and a Booster saved the file";
            return counted < all
                    ? Plural.format(
                            "training was stopped early: %d of %d round[s] [1:is|are] used, up to the best one, %s; --rounds all uses all",
                            counted, all, why)
                    : Plural.format(
                            "training was stopped early: all %d round[s] [is|are] used, %s; --rounds best uses the first %d, up to the best one",
                            all, why, round + 1);
        });
    }
}
