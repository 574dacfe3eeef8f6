package dev.gauntlet.process.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.learn.DecisionTree;
import dev.gauntlet.model.learn.RobustCentroid;
import dev.gauntlet.process.train.Search.Strategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SearchTest {
    private static final Dataset DATA = Toy.clusters(180, 1);
    private static final Objective AUC = new Objective.RocAuc();

    /** Scores best where its angle is one half: there both features that tell count alike. */
    public record Turned(
            @Param(value = "the weight of the first feature against the second", low = -5, high = 5)
            double weight) implements Trainer {
        @Override
        public Model train(Dataset data, Run run) {
            if (weight > 4) {
                throw new IllegalArgumentException("too much weight");
            }
            LinearKernel kernel = new LinearKernel(new double[] {weight, 1 - weight, 0, 0}, 0);
            return new Model("turned", data.schema(), Encoding.identity(4), kernel);
        }

        @Override
        public List<Range> ranges() {
            return List.of(Range.even("weight", -5, 5));
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public String source() {
            return "";
        }
    }

    private static Search.Outcome search(Strategy strategy, int trials, Trainer trainer) {
        return new Search(strategy, trials, 3, AUC).apply(trainer, DATA, Toy.run());
    }

    @Test
    void findsASettingThatIsBetterThanTheGivenOne() {
        for (Strategy strategy : List.of(new Strategy.AtRandom(100), new Strategy.Halving(3))) {
            Search.Outcome outcome = search(strategy, 30, new Turned(-3));
            assertThat(((Turned) outcome.best()).weight()).isBetween(0.1, 0.9);
            assertThat(outcome.trials()).hasSize(30);
            assertThat(outcome.trials().get(0).trainer()).isEqualTo(new Turned(-3));
        }
    }

    @Test
    void everyTrialIsRecordedWithItsParametersScoresAndReason() {
        Search.Outcome outcome = search(new Strategy.AtRandom(100), 20, new Turned(0.5));
        assertThat(outcome.trials())
                .extracting(Trial::number)
                .startsWith(0, 1, 2)
                .hasSize(20);
        for (Trial trial : outcome.trials()) {
            Turned tried = (Turned) trial.trainer();
            assertThat(trial.parameters()).containsOnlyKeys("weight").containsEntry("weight", tried.weight());
            assertThat(trial.share()).isEqualTo(1);
            if (tried.weight() > 4) {
                assertThat(trial.scores()).isEmpty();
                assertThat(trial.stopped()).isEqualTo("failed: too much weight");
                assertThat(trial.mean()).isEqualTo(Double.NEGATIVE_INFINITY);
            } else {
                assertThat(trial.scores()).hasSize(3);
                assertThat(trial.stopped()).isEqualTo("evaluated on every fold");
                assertThat(trial.mean())
                        .isEqualTo((trial.scores().get(0)
                                        + trial.scores().get(1)
                                        + trial.scores().get(2))
                                / 3);
            }
        }
        assertThat(outcome.trials()).extracting(Trial::stopped).contains("failed: too much weight");
        assertThat(outcome.stopped()).isEqualTo("the budget of 20 trials is spent");
        Trial best = outcome.trials().stream()
                .max(Comparator.comparingDouble(Trial::mean))
                .orElseThrow();
        assertThat(outcome.best()).isEqualTo(best.trainer());
    }

    @Test
    void stopsEarlyWhereNothingGetsBetter() {
        Search.Outcome outcome = search(new Strategy.AtRandom(6), 60, new Turned(0.5));
        assertThat(outcome.trials()).hasSizeLessThan(60).hasSizeGreaterThanOrEqualTo(8);
        assertThat(outcome.trials().size() % Search.GROUP).isZero();
        assertThat(outcome.stopped()).contains("no improvement over trial");
    }

    @Test
    void halvingGivesMoreRowsToFewerTrials() {
        Search.Outcome outcome = search(new Strategy.Halving(3), 9, new Turned(0.4));
        assertThat(outcome.trials().stream().filter(t -> t.share() == 1)).hasSize(1);
        assertThat(outcome.trials().stream().filter(t -> Math.abs(t.share() - 1 / 3.0) < 1e-9))
                .hasSize(2);
        assertThat(outcome.trials().stream().filter(t -> t.share() < 0.12)).hasSize(6);
        assertThat(outcome.trials().stream()
                        .filter(t -> t.share() < 1 && !t.scores().isEmpty()))
                .extracting(Trial::stopped)
                .allMatch(reason -> reason.matches("rank \\d of \\d, discarded"));
        assertThat(outcome.stopped()).isEqualTo("successive halving reduced 9 trials to 1 on all rows");
    }

    @Test
    void isTheSameAtAnyNumberOfThreads() {
        for (Strategy strategy : List.of(new Strategy.AtRandom(5), new Strategy.Halving(2))) {
            Search search = new Search(strategy, 12, 3, new Objective.PrAuc());
            Search.Outcome one = Toy.onThreads(1, run -> search.apply(new DecisionTree(), DATA, run));
            Search.Outcome eight = Toy.onThreads(8, run -> search.apply(new DecisionTree(), DATA, run));
            assertThat(eight).isEqualTo(one);
            assertThat(one.trials()).extracting(Trial::trainer).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTrainerWithoutRangesIsTriedOnce() {
        Search.Outcome outcome = search(new Strategy.AtRandom(5), 12, new RobustCentroid());
        assertThat(outcome.trials()).hasSize(1);
        assertThat(outcome.best()).isEqualTo(new RobustCentroid());
    }

    @Test
    void saysWhyNothingCouldBeTrained() {
        Dataset benign = DATA.relabel(i -> 0);
        assertThatThrownBy(() ->
                        new Search(new Strategy.Halving(3), 4, 3, AUC).apply(new DecisionTree(), benign, Toy.run()))
                .hasMessageContaining("no settings could be trained")
                .hasMessageContaining("benign and 0 malicious");
    }

    @Test
    void anObjectiveIsWhatItsNameSays() {
        Model model = Toy.threshold(5);
        assertThat(AUC.of(model, DATA)).isBetween(0.9, 1.0);
        assertThat(new Objective.RecallAt(0.5).of(model, DATA)).isBetween(0.9, 1.0);
        assertThat(new Objective.RecallAt(0).of(model, DATA)).isZero();
        assertThat(new Objective.PrAuc().of(model, DATA)).isBetween(0.8, 1.0);
    }

    @Test
    void aSearchThatWasStoppedContinuesWhereItWas() {
        for (Strategy strategy : List.of(new Strategy.AtRandom(100), new Strategy.Halving(3))) {
            Search search = new Search(strategy, 18, 3, AUC);
            Map<String, Double> kept = new ConcurrentHashMap<>();
            AtomicInteger fits = new AtomicInteger();
            Search.Listener listener = new Search.Listener() {
                @Override
                public OptionalDouble known(String fit) {
                    Double score = kept.get(fit);
                    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
                }

                @Override
                public void judged(String fit, double score) {
                    fits.incrementAndGet();
                    kept.put(fit, score);
                }
            };
            Search.Outcome whole = search.apply(new Turned(-3), DATA, Toy.run(), listener);
            int all = fits.getAndSet(0);
            List<String> lost = kept.keySet().stream().sorted().limit(7).toList();
            lost.forEach(kept::remove);
            Search.Outcome again = search.apply(new Turned(-3), DATA, Toy.run(), listener);
            assertThat(again).isEqualTo(whole);
            assertThat(fits).hasValue(7);
            assertThat(all).isGreaterThan(7);
            // Other rows, another objective or another seed share no fit with it.
            fits.set(0);
            search.apply(new Turned(-3), Toy.clusters(180, 2), Toy.run(), listener);
            assertThat(fits.getAndSet(0)).isGreaterThan(17);
            search.apply(new Turned(-3), DATA, Toy.run().child("other"), listener);
            assertThat(fits.getAndSet(0)).isGreaterThan(17);
            new Search(strategy, 18, 3, new Objective.RecallAt(0.1)).apply(new Turned(-3), DATA, Toy.run(), listener);
            assertThat(fits.get()).isGreaterThan(17);
        }
    }

    /** How many fits a search asks for. */
    private static int asked(Search search, Trainer trainer) {
        AtomicInteger asked = new AtomicInteger();
        search.apply(trainer, DATA, Toy.run(), new Search.Listener() {
            @Override
            public OptionalDouble known(String fit) {
                return OptionalDouble.of(1.0 / asked.incrementAndGet());
            }
        });
        return asked.get();
    }

    @Test
    void theMostFitsAreThoseOfASearchThatGoesToItsEnd() {
        for (int trials : new int[] {1, 2, 5, 8, 9, 27}) {
            Search random = new Search(new Strategy.AtRandom(100), trials, 3, AUC);
            assertThat(random.fits(new Turned(1))).isEqualTo(3 * trials).isEqualTo(asked(random, new Turned(1)));
            for (int factor : new int[] {2, 3}) {
                Search halving = new Search(new Strategy.Halving(factor), trials, 2, AUC);
                assertThat(halving.fits(new Turned(1)))
                        .as("%d trials, factor %d", trials, factor)
                        .isEqualTo(asked(halving, new Turned(1)));
            }
        }
        Search stopped = new Search(new Strategy.AtRandom(1), 40, 3, AUC);
        assertThat(asked(stopped, new Turned(1))).isLessThan(stopped.fits(new Turned(1)));
    }
}
