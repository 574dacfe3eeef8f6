package dev.gauntlet.attack.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.attack.property.ClassDistribution;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.search.LogOdds;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrivacyTest {
    private static final RandomForest MEMORISING = new RandomForest(20, 0, 1, 0);

    /** Labels that are a coin's, so that they can only be learnt by heart. */
    private static Dataset coins(int size, long seed) {
        Dataset data = Toy.clusters(size, seed);
        var rng = Seed.of(seed).rng();
        return data.relabel(i -> rng.nextInt(2));
    }

    private static double auc(MembershipAttack attack) {
        Dataset members = coins(100, 1);
        Dataset others = coins(100, 2);
        Model model = MEMORISING.train(members, Toy.run());
        Dataset own = coins(100, 3);
        AttackerContext grant = new AttackerContext(own.schema(), Toy.budget(), own, MEMORISING);
        double[] suspicion = attack.suspicion(Toy.oracle(model, 200, 1), members.append(others), grant, Toy.run());
        boolean[] truth = new boolean[200];
        java.util.Arrays.fill(truth, 0, 100, true);
        return Ranking.of(suspicion, truth).rocAuc();
    }

    @Test
    void confidenceTellsMembersOfAModelThatMemorised() {
        assertThat(auc(new ConfidenceMembership())).isGreaterThan(0.9);
    }

    @Test
    void calibrationTellsThemToo() {
        assertThat(auc(new CalibratedMembership(4))).isGreaterThan(0.75);
    }

    @Test
    void confidenceIsTheLogOddsOfTheTrueClass() {
        assertThat(LogOdds.of(0.8, true)).isCloseTo(StrictMath.log(4), within(1e-12));
        assertThat(LogOdds.of(0.8, false)).isCloseTo(-StrictMath.log(4), within(1e-12));
        assertThat(LogOdds.of(1, true)).isFinite().isGreaterThan(20);
        assertThat(LogOdds.of(0, true)).isFinite().isLessThan(-20);
    }

    @Test
    void anUnansweredRowHasNoSuspicion() {
        Dataset candidates = Toy.clusters(6, 1);
        AttackerContext grant = Toy.grant(Toy.clusters(60, 2));
        for (MembershipAttack attack : List.of(new ConfidenceMembership(), new CalibratedMembership(1))) {
            double[] suspicion = attack.suspicion(Toy.oracle(Toy.threshold(5), 2, 1), candidates, grant, Toy.run());
            assertThat(suspicion).hasSize(6);
            assertThat(suspicion[1]).isFinite();
            assertThat(suspicion[2]).isNaN();
            assertThat(suspicion[5]).isNaN();
        }
    }

    @Test
    void classDistributionTellsAPoorTrainingSetFromARichOne() {
        Dataset data = Toy.clusters(240, 1).relabel(i -> i % 2);
        Dataset own = Toy.clusters(240, 2).relabel(i -> i % 2);
        AttackerContext grant = new AttackerContext(own.schema(), Toy.budget(), own, new LogisticRegression());
        for (double share : new double[] {0.1, 0.5}) {
            Dataset train = ClassDistribution.withShare(data, share, Seed.of(1).rng());
            Oracle oracle = Toy.oracle(new LogisticRegression().train(train, Toy.run()), 400, 1);
            assertThat(new ClassDistribution().believesHigh(List.of(oracle), 0.1, 0.5, grant, Toy.run()))
                    .containsExactly(share == 0.5);
            assertThat(oracle.asked()).isLessThanOrEqualTo(400);
        }
    }

    @Test
    void knowingTheGuardClassDistributionSeesThroughTheRounding() {
        Dataset data = Toy.clusters(240, 1);
        Dataset own = Toy.clusters(240, 2);
        // What rounds to 0 or 1 seems certain, so that answers of one who guards them lie far from those at home.
        RoundedLimited rounded = new RoundedLimited(1, 500);
        AttackerContext open = new AttackerContext(own.schema(), Toy.budget(), own, new LogisticRegression());
        AttackerContext knowing = open.knowing(new Knowledge.Queries(rounded));
        int without = 0;
        int with = 0;
        for (int i = 0; i < 10; i++) {
            boolean high = i % 2 == 1;
            Dataset train = ClassDistribution.withShare(
                    data, high ? 0.5 : 0.2, Seed.of(i).rng());
            Model model = new LogisticRegression().train(train, Toy.run());
            without += believesHigh(model, rounded, open) == high ? 1 : 0;
            with += believesHigh(model, rounded, knowing) == high ? 1 : 0;
        }
        assertThat(with).isGreaterThanOrEqualTo(9);
        assertThat(without).isLessThan(with);
    }

    private static boolean believesHigh(Model model, RoundedLimited guard, AttackerContext grant) {
        Oracle oracle = new Oracle(model::probability, 0.5, Access.PROBABILITY, guard, 500, 1);
        return new ClassDistribution()
                .believesHigh(List.of(oracle), 0.2, 0.5, grant, Toy.run())
                .get(0);
    }

    @Test
    void aShareIsMixedExactly() {
        Dataset data = Toy.clusters(90, 1); // 30 malicious, 60 benign
        Dataset fifth = ClassDistribution.withShare(data, 0.2, Seed.of(1).rng());
        assertThat(fifth.size()).isEqualTo(75);
        assertThat(fifth.maliciousRows()).hasSize(15);
        Dataset half = ClassDistribution.withShare(data, 0.5, Seed.of(1).rng());
        assertThat(half.size()).isEqualTo(60);
        assertThat(half.maliciousRows()).hasSize(30);
    }
}
