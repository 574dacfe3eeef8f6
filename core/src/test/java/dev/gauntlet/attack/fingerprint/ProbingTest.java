package dev.gauntlet.attack.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.extraction.SubstituteExtraction;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProbingTest {
    private static final Dataset OWN = Toy.clusters(150, 2);
    private static final AttackerContext GRANT = Toy.grant(OWN);
    private static final Set<String> FAMILIES = Set.of("trees", "linear", "network", "gaussian-bayes");

    static Stream<Trainer> families() {
        return Stream.of(
                Toy.forest(), new LogisticRegression(), new NaiveBayes(0.01), new NeuralNetwork(2, 16, 30, 32, 1e-2));
    }

    /** A fifth of the labels is wrong, so that no score comes too near to 0 or 1 to be told from it. */
    private static Dataset noisy(long seed) {
        Dataset clear = Toy.clusters(150, seed);
        return clear.relabel(i -> i % 5 == 0 ? 1 - clear.label(i) : clear.label(i));
    }

    @ParameterizedTest
    @MethodSource("families")
    void aFingerprintNamesTheFamily(Trainer trainer) {
        Model model = trainer.train(noisy(1), Toy.run());
        Oracle oracle = Toy.oracle(model, 1000, 1);
        assertThat(new FamilyFingerprint(30).identify(List.of(oracle), FAMILIES, GRANT, Toy.run()))
                .containsExactly(model.kernel().form());
        assertThat(oracle.asked()).isEqualTo(30 * 11L);
    }

    /** One decimal, and nothing after 500 queries. */
    private static final RoundedLimited ROUNDED = new RoundedLimited(1, 500);

    /** How many of twelve detectors, three of each family, are recognised behind the guard. */
    private static long recognised(AttackerContext grant) {
        List<Trainer> trainers =
                List.of(new RandomForest(), new LogisticRegression(), new NaiveBayes(), new NeuralNetwork());
        List<Model> models = IntStream.range(0, 12)
                .mapToObj(i -> trainers.get(i % 4).train(Toy.clusters(150, i), Toy.run()))
                .toList();
        List<Oracle> oracles = models.stream()
                .map(m -> new Oracle(m::probability, 0.5, Access.PROBABILITY, ROUNDED, 1000, 1))
                .toList();
        List<String> named = new FamilyFingerprint().identify(oracles, FAMILIES, grant, Toy.run());
        return IntStream.range(0, 12)
                .filter(i -> named.get(i).equals(models.get(i).kernel().form()))
                .count();
    }

    @Test
    void knowingTheGuardAFingerprintSeesThroughTheRounding() {
        assertThat(recognised(GRANT.knowing(new Knowledge.Queries(ROUNDED)))).isGreaterThanOrEqualTo(8);
        assertThat(recognised(GRANT)).isLessThanOrEqualTo(5);
    }

    @Test
    void aFingerprintAnswersWithAPossibleFamilyWhenNothingIsAnswered() {
        Oracle closed = Toy.oracle(Toy.threshold(5), 0, 1);
        assertThat(new FamilyFingerprint().identify(List.of(closed), Set.of("network", "trees"), GRANT, Toy.run()))
                .containsExactly("network");
    }

    @Test
    void anExtractedCopyAgreesWithTheDetector() {
        Model model = Toy.threshold(5);
        Oracle oracle = Toy.oracle(model, 600, 1);
        Model copy =
                new SubstituteExtraction().extract(oracle, GRANT, Toy.run()).orElseThrow();
        Dataset fresh = Toy.clusters(150, 9);
        boolean[] theirs = model.alarms(fresh.rows());
        boolean[] ours = copy.alarms(fresh.rows());
        assertThat(IntStream.range(0, 150).filter(i -> theirs[i] == ours[i])).hasSizeGreaterThan(140);
        assertThat(oracle.asked()).isEqualTo(10L * GRANT.budget().queries());
    }

    @Test
    void anExtractionKeepsItsBudget() {
        Oracle oracle = Toy.oracle(Toy.threshold(5), 10_000, 1);
        new SubstituteExtraction().extract(oracle, GRANT.withBudget(new Budget(0, 1, 4, 1, 0)), Toy.run());
        assertThat(oracle.asked()).isEqualTo(40);
    }

    @Test
    void knowingALimitItAsksRealRowsAndNoMoreThanAreAnswered() {
        Oracle oracle = Toy.oracle(Toy.threshold(5), 10_000, 1);
        new SubstituteExtraction()
                .extract(oracle, GRANT.knowing(new Knowledge.Limit(50, Knowledge.Limit.PER_CLIENT)), Toy.run());
        assertThat(oracle.asked()).isEqualTo(50);
    }

    @Test
    void nothingIsExtractedFromSilence() {
        assertThat(new SubstituteExtraction().extract(Toy.oracle(Toy.threshold(99), 900, 1), GRANT, Toy.run()))
                .isEmpty();
    }
}
