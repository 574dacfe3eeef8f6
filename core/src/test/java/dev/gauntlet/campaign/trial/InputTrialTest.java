package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.verdict.AlertGrouping;
import dev.gauntlet.defence.verdict.AlertQuota;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.Reply;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The detector alarms from 5 on; ten queries a victim, half of the range and no more. */
final class InputTrialTest {
    private static final World WORLD = World.of(
                    Fake.rows(10, new double[] {5.2, 9.5, 5.4, 3, 6}, new double[] {1, 4.8, 7}))
            .with(new Budget(0.2, 0.5, 10, 20, 0.5));

    /** Walks in steps of 0.3 towards the other side until it is there. */
    private static final class Walk implements AttackSearch {
        private final double[] from;
        private final double step;
        private int steps;
        private boolean there;

        Walk(double[] from, double step) {
            this.from = from;
            this.step = step;
        }

        private double[] at() {
            double[] row = from.clone();
            row[0] += steps * step;
            return row;
        }

        @Override
        public List<double[]> propose() {
            if (there) {
                return List.of();
            }
            steps++;
            return List.of(at());
        }

        @Override
        public void hear(List<Reply> replies) {
            there = replies.get(0).reached();
        }

        @Override
        public List<double[]> offers() {
            return there ? List.<double[]>of(at()) : List.of();
        }
    }

    private static Bench<?> evasion(World world) {
        return Bench.of(world.lab(), new Fake.Changer(false, row -> new Walk(row, -0.3)), Toy.run());
    }

    private static Bench<?> evasion() {
        return evasion(WORLD);
    }

    private static Bench<?> flood() {
        return Bench.of(WORLD.lab(), new Fake.Changer(true, row -> new Walk(row, 0.3)), Toy.run());
    }

    @Test
    void victimsAreTheMaliciousRowsAndThoseThatPassAreCounted() {
        List<Arm> arms = evasion().undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        // 5.2, 5.4 and 6 pass after 1, 2 and 4 steps; 9.5 does not within ten; 3 was never detected.
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isEqualTo(0.2);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.8);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(5);
        assertThat(damage(arms, Arm.Name.NULL).n()).isEqualTo(5);
        assertThat(World.arm(arms, Arm.Name.ATTACKED).victims().get(0).ids())
                .containsExactly(
                        World.arm(arms, Arm.Name.CLEAN).victims().get(0).ids());
        assertThat(fact(arms, Arm.Name.ATTACKED, "success")).isEqualTo(0.75);
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsRefused")).isZero();
    }

    @Test
    void ratesUnderAttackHaveTheErrorOfTheVictimsTheyAreExtrapolatedFrom() {
        Interval recall = interval(evasion().undefended(), "recall");
        // 4 of 5 are caught, Wilson [.3755, .9638], and 3 of those 4 pass, [.3006, .9544].
        assertThat(recall.value()).isEqualTo(0.2);
        assertThat(recall.low()).isCloseTo(0.2 - Math.hypot(0.25 * 0.4245, 0.8 * 0.2044), within(1e-3));
        assertThat(recall.high()).isCloseTo(0.2 + Math.hypot(0.25 * 0.1638, 0.8 * 0.4494), within(1e-3));
        assertThat(recall.n()).as("rows attacked, of 5 malicious ones").isEqualTo(4);
        List<Arm> flooded = flood().undefended();
        Interval success = interval(flooded, "success");
        Interval alarms = interval(flooded, "falsePositiveRate");
        assertThat(alarms.n()).isEqualTo(success.n());
        assertThat(alarms.low()).isBetween(0.0, alarms.value());
        assertThat(alarms.high()).isBetween(alarms.value(), 1.0);
    }

    private static Interval interval(List<Arm> arms, String fact) {
        return Objects.requireNonNull(World.arm(arms, Arm.Name.ATTACKED).facts().get(fact));
    }

    /** Has nothing to propose. */
    private static final class Idle implements AttackSearch {
        @Override
        public List<double[]> propose() {
            return List.of();
        }

        @Override
        public void hear(List<Reply> replies) {}

        @Override
        public List<double[]> offers() {
            return List.of();
        }
    }

    @Test
    void anAttackWithoutChangesReachesNoMoreThanWhatPassesAnyway() {
        var trial = Bench.of(WORLD.lab(), new Fake.Changer(false, row -> new Idle()), Toy.run());
        List<Arm> arms = trial.undefended();
        assertThat(damage(arms, Arm.Name.NULL).value()).isGreaterThan(0.2);
        assertThat(damage(arms, Arm.Name.ATTACKED)).isEqualTo(damage(arms, Arm.Name.CLEAN));
        assertThat(fact(arms, Arm.Name.ATTACKED, "success")).isZero();
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanQueries")).isZero();
    }

    @Test
    void questionsAndCostAreAveraged() {
        List<Arm> arms = evasion().undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanQueries")).isEqualTo((1 + 2 + 4 + 10) / 4.0);
        // A scale is 10: three moves of 0.3, 0.6 and 1.2.
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanCost")).isCloseTo(0.07, within(1e-9));
    }

    /** Offers a small change of two features, then a larger one of one. */
    private static final class TwoWays implements AttackSearch {
        private final List<double[]> rows;
        private boolean sent;

        TwoWays(double[] from) {
            double[] both = from.clone();
            both[0] -= 1.2;
            both[1] += 0.1;
            double[] one = from.clone();
            one[0] -= 2;
            rows = List.of(both, one);
        }

        @Override
        public List<double[]> propose() {
            List<double[]> now = sent ? List.of() : rows;
            sent = true;
            return now;
        }

        @Override
        public void hear(List<Reply> replies) {}

        @Override
        public List<double[]> offers() {
            return sent ? rows : List.of();
        }
    }

    /** 5.2, 5.4 and 6 pass by both changes, 9.5 by none. */
    @ParameterizedTest
    @CsvSource({"COST, 0.13, NaN", "LINF, 0.13, NaN", "L1, 0.13, 0.13", "L2, 0.13, 0.12042", "L0, 0.2, 1"})
    void theSmallestChangeInTheAttackersNormCounts(Norm norm, double cost, double size) {
        Lab lab = WORLD.lab().with(WORLD.lab().budget().withNorm(norm));
        Bench<?> bench = Bench.of(lab, new Fake.Changer(false, TwoWays::new), Toy.run());
        Arm attacked = World.arm(bench.undefended(), Arm.Name.ATTACKED);
        assertThat(fact(List.of(attacked), Arm.Name.ATTACKED, "meanCost")).isCloseTo(cost, within(1e-9));
        if (Double.isNaN(size)) {
            assertThat(attacked.facts()).doesNotContainKey("meanSize");
        } else {
            assertThat(fact(List.of(attacked), Arm.Name.ATTACKED, "meanSize")).isCloseTo(size, within(1e-4));
            assertThat(at(curve(bench, Curve.SIZE)))
                    .last()
                    .satisfies(most -> assertThat(most).isCloseTo(size, within(1e-4)));
        }
    }

    @Test
    void theAreaUnderSuccessOverCostFallsWhereSuccessIsDearer() {
        List<Arm> arms = evasion().undefended();
        double most = 0.5 * WORLD.lab().schema().movable().length;
        // 5.2, 5.4 and 6 at costs of 0.03, 0.06 and 0.12, 3 at none, 9.5 never.
        assertThat(fact(arms, Arm.Name.ATTACKED, "area"))
                .isCloseTo((4 - (0.03 + 0.06 + 0.12) / most) / 5, within(1e-9));
    }

    @Test
    void theConfusionIsThatOfATestPartAttackedAsAWhole() {
        List<Arm> arms = evasion().undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "cleanRecall")).isEqualTo(0.8);
        // Of four detected rows three pass.
        assertThat(World.arm(arms, Arm.Name.ATTACKED).confusion()).contains(new Confusion(1, 1, 2, 4));
        assertThat(fact(arms, Arm.Name.ATTACKED, "recall")).isEqualTo(0.2);
    }

    @Test
    void aSampleOfVictimsStandsForAll() {
        List<Arm> arms = evasion(WORLD.withVictims(2)).undefended();
        double success = fact(arms, Arm.Name.ATTACKED, "success");
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(2);
        int passed = (int) Math.rint(4 * success);
        assertThat(World.arm(arms, Arm.Name.ATTACKED).confusion())
                .contains(new Confusion(4 - passed, 1, 2, 1 + passed));
    }

    @Test
    void aFloodWantsHarmlessRowsToAlarm() {
        Bench<?> trial = flood();
        List<Arm> arms = trial.undefended();
        // 4.8 after one step; 1 not within ten; 7 alarmed before.
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isEqualTo(1 / 3.0);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(2 / 3.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "success")).isEqualTo(0.5);
        assertThat(World.arm(arms, Arm.Name.ATTACKED).confusion()).contains(new Confusion(4, 2, 1, 1));
        assertThat(trial.measure()).isEqualTo("share of harmless rows that alarm, once changed");
        assertThat(evasion().measure()).isEqualTo("share of malicious rows that are missed, once changed");
    }

    @Test
    void equalRowsOfAFloodAreOneAlarmAndOfAnEvasionEachOne() {
        Dataset rows = Fake.rows(10, new double[] {5.2, 5.2, 9.5, 9.5}, new double[] {4.8, 4.8, 7, 7});
        World world = World.of(rows.withRows(Rows.fill(
                        rows.size(), 4, (i, j) -> j == 1 ? 5 : rows.rows().get(i, j))))
                .with(new Budget(0.2, 0.5, 10, 20, 0.5));
        List<Arm> flood = Bench.of(world.lab(), new Fake.Changer(true, row -> new Walk(row, 0.3)), Toy.run())
                .undefended();
        assertThat(damage(flood, Arm.Name.CLEAN).value()).isEqualTo(0.25);
        assertThat(damage(flood, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
        List<Arm> evasion = evasion(world).undefended();
        assertThat(damage(evasion, Arm.Name.CLEAN).value()).isZero();
        assertThat(damage(evasion, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
    }

    @Test
    void alarmsThatLookTheSameAreCountedOnceAgainstTheCostOfAll() {
        Dataset rows = Fake.rows(10, new double[] {9}, new double[] {4.8, 4.7, 4.6, 1, 7});
        World world = World.of(rows).with(WORLD.budget());
        Arm one = World.arm(
                Bench.of(
                                world.lab(Toy.line(-5, 1, 0, 0, 0)),
                                new Fake.Changer(true, row -> new Walk(row, 0.3)),
                                Toy.run())
                        .undefended(),
                Arm.Name.ATTACKED);
        // 4.8, 4.7 and 4.6 alarm once changed, all because of one feature; 7 did before.
        assertThat(one.damage().value()).isEqualTo(0.8);
        assertThat(one.facts().get("distinctAlerts")).isEqualTo(Interval.exact(1));
        double cost = 3 * fact(List.of(one), Arm.Name.ATTACKED, "meanCost");
        assertThat(fact(List.of(one), Arm.Name.ATTACKED, "distinctAlertsPerCost"))
                .isCloseTo(1 / cost, within(1e-12));
        // Where nothing explains them, rows that differ are different alarms.
        Arm bare = World.arm(
                Bench.of(world.lab(), new Fake.Changer(true, row -> new Walk(row, 0.3)), Toy.run())
                        .undefended(),
                Arm.Name.ATTACKED);
        assertThat(bare.facts().get("distinctAlerts")).isEqualTo(Interval.exact(3));
    }

    @Test
    void unlabelledRowsAreNoVictims() {
        var test = WORLD.test().relabel(i -> i == 6 ? -1 : WORLD.test().label(i));
        List<Arm> arms = Bench.of(
                        World.of(test).with(WORLD.budget()).lab(),
                        new Fake.Changer(true, row -> new Walk(row, 0.3)),
                        Toy.run())
                .undefended();
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(2);
        assertThat(damage(arms, Arm.Name.ATTACKED)).isEqualTo(damage(arms, Arm.Name.CLEAN));
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanCost")).isZero();
    }

    @Test
    void whereEveryVictimPassesAnywayNothingIsAsked() {
        World none = World.of(Fake.rows(0, new double[] {1}, new double[] {1})).with(WORLD.budget());
        List<Arm> arms = evasion(none).undefended();
        assertThat(damage(arms, Arm.Name.ATTACKED)).isEqualTo(damage(arms, Arm.Name.CLEAN));
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isOne();
        assertThat(fact(arms, Arm.Name.ATTACKED, "meanQueries")).isZero();
    }

    private static Curve curve(Bench<?> trial, String axis) {
        return trial.curves().stream()
                .filter(curve -> curve.axis().equals(axis))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> at(Curve curve) {
        return curve.points().stream().map(Curve.Point::at).toList();
    }

    private static List<Double> damages(Curve curve) {
        return curve.points().stream().map(point -> point.damage().value()).toList();
    }

    @Test
    void theCurveOverQueriesGrowsToTheDamage() {
        Curve curve = curve(evasion(), Curve.QUERIES);
        assertThat(at(curve)).containsExactly(0.0, 1.0, 2.0, 5.0, 10.0);
        assertThat(damages(curve)).containsExactly(0.2, 0.4, 0.6, 0.8, 0.8);
    }

    @Test
    void oneSearchIsDrawnOverDistanceCostAndStrength() {
        // A scale is 10 and half of it the distance budget: 5.2, 5.4 and 6 move by 0.3, 0.6 and 1.2.
        Offset<Double> rounding = within(1e-9);
        for (String axis : List.of(Curve.DISTANCE, Curve.COST)) {
            Curve curve = curve(evasion(), axis);
            assertThat(damages(curve)).containsExactly(0.2, 0.4, 0.6, 0.8);
            assertThat(at(curve).get(0)).isZero();
            assertThat(at(curve).get(1)).isCloseTo(0.03, rounding);
            assertThat(at(curve).get(2)).isCloseTo(0.06, rounding);
            assertThat(at(curve).get(3)).isCloseTo(0.12, rounding);
        }
        Curve strength = curve(evasion(), Curve.STRENGTH);
        assertThat(damages(strength)).containsExactly(0.2, 0.4, 0.6, 0.8);
        assertThat(at(strength).get(3)).isCloseTo(0.24, rounding);
    }

    @Test
    void strengthIsTheScarcerOfDistanceAndCost() {
        // Costs of 0.03, 0.06 and 0.12 of 0.15 are more than 0.03, 0.06 and 0.12 of half a scale.
        Curve curve = curve(evasion(WORLD.with(new Budget(0.2, 0.5, 10, 0.15, 0.5))), Curve.STRENGTH);
        assertThat(at(curve).get(1)).isCloseTo(0.2, within(1e-9));
        assertThat(at(curve).get(3)).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void equalRowsOfAFloodAreOneAlarmInItsCurvesToo() {
        Dataset rows = Fake.rows(10, new double[] {5.2, 9.5}, new double[] {4.8, 4.8, 4.6, 7});
        World world = World.of(rows.withRows(Rows.fill(
                        rows.size(), 4, (i, j) -> j == 1 ? 5 : rows.rows().get(i, j))))
                .with(WORLD.budget());
        Bench<?> flood = Bench.of(world.lab(), new Fake.Changer(true, row -> new Walk(row, 0.3)), Toy.run());
        double damage = damage(flood.undefended(), Arm.Name.ATTACKED).value();
        for (Curve curve : flood.curves()) {
            assertThat(damages(curve)).as(curve.axis()).endsWith(damage);
        }
        assertThat(damage).isEqualTo(0.75);
    }

    @Test
    void aBoundThatASearchKnowsIsDrawnAsProven() {
        // Each proves that it needs the distance to 5; 3 needs none.
        Bench<?> bounded =
                Bench.of(WORLD.lab(), new Fake.Changer(false, row -> new Bounded(row, (row[0] - 5) / 10)), Toy.run());
        Curve curve = bounded.curves().get(bounded.curves().size() - 1);
        assertThat(curve.proven()).isTrue();
        assertThat(curve.quantity()).isEqualTo(Curve.DISTANCE);
        assertThat(damages(curve)).containsExactly(0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(at(curve).get(1)).isCloseTo(0.02, within(1e-9));
        assertThat(evasion().curves()).noneMatch(Curve::proven);
    }

    /** Walks, and knows a bound. */
    private static final class Bounded implements AttackSearch {
        private final Walk walk;
        private final double bound;

        Bounded(double[] from, double bound) {
            this.walk = new Walk(from, -0.3);
            this.bound = bound;
        }

        @Override
        public List<double[]> propose() {
            return walk.propose();
        }

        @Override
        public void hear(List<Reply> replies) {
            walk.hear(replies);
        }

        @Override
        public List<double[]> offers() {
            return walk.offers();
        }

        @Override
        public double lowerBound() {
            return bound;
        }
    }

    @Test
    void examplesShowTheRowsThatPassedInOrder() {
        List<Finding.Example> examples = evasion().examples();
        assertThat(examples).extracting(Finding.Example::row).containsExactly(10L, 12L, 14L);
        Finding.Example last = examples.get(2);
        assertThat(last.before()).containsExactly(6.0, 0.014, 5.0, 5.0);
        assertThat(last.after().get(0)).isCloseTo(4.8, within(1e-9));
        assertThat(last.after().subList(1, 4)).containsExactly(0.014, 5.0, 5.0);
        assertThat(last.probabilityBefore()).isEqualTo(1);
        assertThat(last.probabilityAfter()).isZero();
        assertThat(last.cost()).isCloseTo(0.12, within(1e-9));
        assertThat(last.queries()).isEqualTo(4);
    }

    @Test
    void examplesAreTwoHundredAtMost() {
        double[] bad = IntStream.range(0, 210).mapToDouble(i -> 5.1).toArray();
        World many = World.of(Fake.rows(0, bad, new double[] {1}))
                .with(WORLD.budget())
                .withVictims(210);
        assertThat(evasion(many).examples()).hasSize(200);
    }

    @Test
    void evasionsOfThePlainDetectorAreTriedOnTheHardenedOne() {
        List<Arm> arms = evasion(WORLD).defended(new Fake.Hardening(Toy.threshold(4.85)));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        // 4.9 is seen now, 4.8 and 4.8 are not; one who attacks the hardened detector takes one step more.
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.6);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(0.8);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "meanQueries")).isEqualTo((2 + 2 + 4 + 10) / 4.0);
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isEqualTo(0.2);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "recall")).isEqualTo(0.8);
    }

    @Test
    void answersComeThroughAQueryDefenceThatTheAttackerDoesNotKnow() {
        List<Arm> arms = evasion().defended(new Fake.Mute(2));
        // 5.2 and 5.4 pass after 1 and 2 queries, 6 would need 4.
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.6);
        assertThat(damage(evasion().defended(new Fake.Mute(0)), Arm.Name.DEFENDED)
                        .value())
                .isEqualTo(0.2);
        assertThat(damage(evasion().defended(new Fake.Mute(10)), Arm.Name.DEFENDED)
                        .value())
                .isEqualTo(0.8);
    }

    @Test
    void aDefenceThatItNeverMeetsGivesNoArms() {
        assertThat(evasion().defended(Fake.stranger())).isEmpty();
        assertThat(evasion().defended(new AlertQuota())).isEmpty();
    }

    @Test
    void aQuotaOnAlarmsAppliesToAFloodOnly() {
        var timed = WORLD.test()
                .withTimes(new double[8])
                .withSources(new String[] {"a", "a", "a", "a", "a", "b", "b", "b"});
        Bench<?> trial = Bench.of(
                World.of(timed).with(WORLD.budget()).lab(),
                new Fake.Changer(true, row -> new Walk(row, 0.3)),
                Toy.run());
        List<Arm> arms = trial.defended(new AlertQuota(1));
        // 4.8 and 7 alarm on the same day.
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(1 / 3.0);
        assertThat(damage(arms, Arm.Name.DEFENDED).n()).isEqualTo(3);
    }

    @Test
    void whoKnowsHowAlarmsAreGroupedSearchesAnewAlsoWhereTheDetectorIsTheSame() {
        List<Boolean> knew = new ArrayList<>();
        Bench.of(WORLD.lab(), new Curious(knew), Toy.run()).defended(new AlertGrouping());
        assertThat(knew).contains(true, false);
    }

    /** Looks whether it is told how alarms are grouped. */
    private record Curious(List<Boolean> knew) implements InputAttack {
        @Override
        public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
            knew.add(grant.grouping().isPresent());
            return IntStream.range(0, victims.size()).mapToObj(v -> new Idle()).toList();
        }

        @Override
        public boolean wantsAlarm() {
            return true;
        }

        @Override
        public Set<Requirement> needs() {
            return Set.of(Requirement.QUERY, Requirement.INPUTS);
        }

        @Override
        public Set<Class<? extends Knowledge>> adaptsTo() {
            return Set.of(Knowledge.Grouping.class);
        }

        @Override
        public String taxonomy() {
            return "flooding";
        }

        @Override
        public String summary() {
            return "Looks.";
        }

        @Override
        public String source() {
            return "none";
        }
    }
}
