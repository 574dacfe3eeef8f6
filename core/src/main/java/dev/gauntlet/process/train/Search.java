package dev.gauntlet.process.train;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Looks for settings of an algorithm within its {@link Trainer#ranges}, each evaluated on every fold of the training
 * rows. The first trial is the trainer as it is given. The result does not depend on the number of threads.
 *
 * @param trials how many settings are tried, the given ones included: the budget
 * @param folds how many times each is trained and judged
 */
public record Search(Strategy strategy, int trials, int folds, Objective objective) {
    /** How the budget is spent. */
    public sealed interface Strategy {
        /**
         * Settings drawn at random, in groups of eight; the search stops early after a group once a given number of
         * trials in a row have not beaten the best.
         */
        record AtRandom(int patience) implements Strategy {
            public AtRandom {
                Require.atLeast("patience", patience, 1);
            }
        }

        /**
         * Settings drawn at random and all tried on few rows; the better part goes on to {@code factor} times the rows,
         * and so on until all rows are used.
         *
         * @see <a href="https://proceedings.mlr.press/v51/jamieson16.html">Jamieson, Talwalkar 2016</a>
         */
        record Halving(int factor) implements Strategy {
            public Halving {
                Require.atLeast("factor", factor, 2);
            }
        }
    }

    /**
     * What was taken and all that was tried.
     *
     * @param trials in the order they were drawn
     * @param stopped why the search ended
     */
    public record Outcome(Trainer best, List<Trial> trials, String stopped) {
        public Outcome {
            trials = List.copyOf(trials);
        }
    }

    /** Observes a search; called from several threads. */
    public interface Listener {
        /** A listener without stored scores or time limit. */
        Listener NONE = new Listener() {};

        /** Asked between groups of trials or rungs whether the time is over; what is found then depends on it. */
        default boolean over() {
            return false;
        }

        /**
         * The score of a fit that was judged before, by a search that was stopped.
         *
         * @param fit digest of all that determines the score
         */
        default OptionalDouble known(String fit) {
            return OptionalDouble.empty();
        }

        /** Receives the score of a fit that was not known. */
        default void judged(String fit, double score) {}
    }

    static final int GROUP = 8;

    public Search {
        Require.atLeast("trials", trials, 1);
        Require.atLeast("folds", folds, 2);
    }

    /** Searches on training rows alone. */
    public Outcome apply(Trainer trainer, Dataset train, Run run) {
        return apply(trainer, train, run, Listener.NONE);
    }

    /** Searches on training rows alone. */
    public Outcome apply(Trainer trainer, Dataset train, Run run, Listener listener) {
        Judge judge =
                new Judge(objective, Split.folds(train, folds, run.child("folds")), train.digest(), listener, run);
        List<Trial> drawn = new ArrayList<>();
        int most = trainer.ranges().isEmpty() ? 1 : trials;
        for (int t = 0; t < most; t++) {
            drawn.add(Trial.drawn(trainer, t, run.child("trials").child(t).rng()));
        }
        return strategy instanceof Strategy.Halving halving
                ? halving(halving, drawn, judge, listener)
                : atRandom((Strategy.AtRandom) strategy, drawn, judge, listener);
    }

    /** The most fits that are made for an algorithm; a search that no longer improves, or has no time left, makes fewer. */
    public int fits(Trainer trainer) {
        int drawn = trainer.ranges().isEmpty() ? 1 : trials;
        if (!(strategy instanceof Strategy.Halving halving)) {
            return drawn * folds;
        }
        int all = drawn;
        for (int left = drawn; left >= halving.factor; left /= halving.factor) {
            all += left / halving.factor;
        }
        return all * folds;
    }

    private Outcome atRandom(Strategy.AtRandom random, List<Trial> drawn, Judge judge, Listener listener) {
        List<Trial> judged = new ArrayList<>();
        String stopped = "the budget of %d trials is spent".formatted(drawn.size());
        while (judged.size() < drawn.size()) {
            int to = Math.min(drawn.size(), judged.size() + GROUP);
            judged.addAll(judge.judged(drawn.subList(judged.size(), to), 1));
            int idle = judged.size() - 1 - best(judged).number();
            if (idle >= random.patience && judged.size() < drawn.size()) {
                stopped = "no improvement over trial %2$d in %1$d trials"
                        .formatted(idle, best(judged).number());
                break;
            }
            if (judged.size() < drawn.size() && listener.over()) {
                stopped = "the time limit was reached after %d of %d trials".formatted(judged.size(), drawn.size());
                break;
            }
        }
        return outcome(judged, stopped);
    }

    private Outcome halving(Strategy.Halving halving, List<Trial> drawn, Judge judge, Listener listener) {
        List<Trial> all = new ArrayList<>(drawn);
        List<Trial> left = drawn;
        int rungs = 0;
        for (int n = drawn.size(); n >= halving.factor; n /= halving.factor) {
            rungs++;
        }
        for (int rung = 0; rung <= rungs; rung++) {
            double share = StrictMath.pow(halving.factor, rung - rungs);
            List<Trial> judged = new ArrayList<>(judge.judged(left, share));
            judged.sort(BETTER);
            int kept = rung == rungs ? judged.size() : Math.max(1, judged.size() / halving.factor);
            for (int place = 0; place < judged.size(); place++) {
                Trial trial = judged.get(place);
                all.set(trial.number(), place < kept ? trial : trial.leftAt(place + 1, judged.size()));
            }
            left = judged.subList(0, kept);
            if (rung < rungs && listener.over()) {
                return outcome(all, "the time limit was reached at %.3f of the rows".formatted(share));
            }
        }
        return outcome(
                all, "successive halving reduced %d trials to %d on all rows".formatted(drawn.size(), left.size()));
    }

    /** More rows first, then the higher mean, then the earlier. */
    private static final Comparator<Trial> BETTER = Comparator.comparingDouble((Trial t) -> -t.share())
            .thenComparingDouble(t -> -t.mean())
            .thenComparingInt(Trial::number);

    private static Trial best(List<Trial> trials) {
        return trials.stream().min(BETTER).orElseThrow();
    }

    private static Outcome outcome(List<Trial> trials, String stopped) {
        Trial best = best(trials);
        Require.that(!best.scores().isEmpty(), "no settings could be trained: " + best.stopped());
        return new Outcome(best.trainer(), trials, stopped);
    }
}
