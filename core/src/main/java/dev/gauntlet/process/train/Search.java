package dev.gauntlet.process.train;

import dev.gauntlet.base.Plural;
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
 * Searches settings of an algorithm within its {@link Trainer#ranges}; each is evaluated on every fold of the training
 * rows. The first trial has the given settings. The result does not depend on the number of threads.
 *
 * @param trials the budget: the number of settings tried, including the given ones
 * @param folds the number of folds
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
         * Successive halving: settings drawn at random are tried on few rows; the best 1 / {@code factor} of them are
         * tried on {@code factor} times the rows, and so on until all rows are used.
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
     * The best settings and all trials.
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

        /**
         * Whether the time limit is reached; called between groups of trials or rungs. The result then depends on the
         * speed of the machine.
         */
        default boolean over() {
            return false;
        }

        /**
         * The score of a fit from an earlier search that was stopped.
         *
         * @param fit the digest of everything that determines the score
         */
        default OptionalDouble known(String fit) {
            return OptionalDouble.empty();
        }

        /** Called with the score of a new fit. */
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
        CrossValidator judge = new CrossValidator(
                objective, Split.folds(train, folds, run.child("folds")), train.digest(), listener, run);
        List<Trial> drawn = new ArrayList<>();
        int most = trainer.ranges().isEmpty() ? 1 : trials;
        for (int t = 0; t < most; t++) {
            drawn.add(Trial.drawn(trainer, t, run.child("trials").child(t).rng()));
        }
        return strategy instanceof Strategy.Halving halving
                ? halving(halving, drawn, judge, listener)
                : atRandom((Strategy.AtRandom) strategy, drawn, judge, listener);
    }

    /** The most fits for an algorithm; a search that stops early makes fewer. */
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

    private Outcome atRandom(Strategy.AtRandom random, List<Trial> drawn, CrossValidator judge, Listener listener) {
        List<Trial> judged = new ArrayList<>();
        String stopped = Plural.format("the budget of %d trial[s] is spent", drawn.size());
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
                stopped = Plural.format(
                        "the time limit was reached after %d of %d trial[s]", judged.size(), drawn.size());
                break;
            }
        }
        return outcome(judged, stopped);
    }

    private Outcome halving(Strategy.Halving halving, List<Trial> drawn, CrossValidator judge, Listener listener) {
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
