package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.flooding.CheapestFlood;
import dev.gauntlet.attack.flooding.DiverseFlood;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks with changed inputs on a detector that alarms where x is at least 5. */
final class EvasionTest {
    private static final Model DETECTOR = Toy.threshold(5);
    private static final Dataset OWN = Toy.clusters(120, 2);
    private static final AttackerContext GRANT = Toy.grant(OWN);
    private static final Dataset ROWS = Toy.clusters(60, 3);

    private record Result(Dataset victims, List<Progress> found, Oracle oracle) {}

    private static Dataset victims(boolean benign) {
        int[] right = IntStream.of(benign ? ROWS.benignRows() : ROWS.maliciousRows())
                .filter(i -> DETECTOR.alarms(ROWS.rows())[i] != benign)
                .limit(10)
                .toArray();
        return ROWS.select(right);
    }

    private static Result run(InputAttack attack, AttackerContext grant) {
        Goal goal = attack.wantsAlarm() ? new Goal.Alarm() : new Goal.Silence();
        Dataset victims = victims(attack.wantsAlarm());
        Oracle oracle = Toy.oracle(DETECTOR, grant.budget().queries(), victims.size());
        List<Progress> found = new BatchedQueries(grant.schema(), grant.budget(), goal)
                .run(attack.pursue(victims, oracle, grant.withGoal(goal), Toy.run()), victims, oracle, Run.seeded(1));
        return new Result(victims, found, oracle);
    }

    private static long successes(Result result) {
        return result.found().stream().filter(p -> p.best().isPresent()).count();
    }

    static Stream<InputAttack> attacks() {
        return Stream.of(
                new LabelOnlyEvasion(),
                new Mimicry(),
                new TransferEvasion(),
                new GreedyScore(),
                new HopSkipJump(),
                new Square(),
                new CheapestFlood(),
                new DiverseFlood());
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void findsValidRowsThatReachTheGoal(InputAttack attack) {
        Result result = run(attack, GRANT);
        assertThat(successes(result)).isGreaterThanOrEqualTo(9);
        for (int v = 0; v < result.victims().size(); v++) {
            if (result.found().get(v).best().isPresent()) {
                double[] row = result.found().get(v).best().orElseThrow();
                assertThat(new FeasibleSet(
                                        GRANT.schema(),
                                        GRANT.budget(),
                                        result.victims().rows().row(v))
                                .permitted(row))
                        .isTrue();
                assertThat(row[0] >= 5).isEqualTo(attack.wantsAlarm());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void asksNoMoreThanItsBudget(InputAttack attack) {
        Result result = run(attack, GRANT.withBudget(new Budget(0.1, 0.5, 7, 20, 0.1)));
        for (int v = 0; v < result.victims().size(); v++) {
            assertThat(result.oracle().spent(v)).isLessThanOrEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void findsNothingWithoutQueriesOrDistance(InputAttack attack) {
        assertThat(successes(run(attack, GRANT.withBudget(new Budget(0.1, 0.5, 0, 20, 0.1)))))
                .isZero();
        assertThat(successes(run(attack, GRANT.withBudget(new Budget(0.1, 0, 60, 20, 0.1)))))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void doesNothingWithoutVictims(InputAttack attack) {
        Oracle oracle = Toy.oracle(DETECTOR, 60, 0);
        assertThat(attack.pursue(ROWS.slice(0, 0), oracle, GRANT, Toy.run())).isEmpty();
    }

    @Test
    void labelOnlyEvasionMovesNothingButTheFeatureThatMatters() {
        Result result = run(new LabelOnlyEvasion(), GRANT.withBudget(new Budget(0.1, 0.5, 300, 20, 0.1)));
        for (int v = 0; v < result.victims().size(); v++) {
            double[] before = result.victims().rows().row(v);
            double[] after = result.found().get(v).best().orElseThrow();
            assertThat(Arrays.copyOfRange(after, 1, 4)).containsExactly(Arrays.copyOfRange(before, 1, 4));
            assertThat(after[0]).isBetween(0.0, 5.0);
        }
    }

    @Test
    void labelOnlyEvasionIsCheaperThanMimicry() {
        assertThat(meanCost(run(new LabelOnlyEvasion(), GRANT))).isLessThan(meanCost(run(new Mimicry(), GRANT)));
    }

    private static double meanCost(Result result) {
        return IntStream.range(0, result.victims().size())
                .filter(v -> result.found().get(v).best().isPresent())
                .mapToDouble(v -> GRANT.schema()
                        .cost(
                                result.victims().rows().row(v),
                                result.found().get(v).best().orElseThrow()))
                .average()
                .orElseThrow();
    }

    @Test
    void mimicryAsksFewQueries() {
        Result result = run(new Mimicry(), GRANT);
        assertThat(result.oracle().asked()).isLessThan(10 * 10);
    }

    @Test
    void mimicryTakesValuesOfBenignRowsOnly() {
        Result result = run(new Mimicry(3), GRANT);
        for (int v = 0; v < result.victims().size(); v++) {
            double[] before = result.victims().rows().row(v);
            double[] after = result.found().get(v).best().orElse(before);
            for (int j = 0; j < 4; j++) {
                double value = after[j];
                boolean reach = Math.abs(value - before[j]) > 4.99; // clipped to the distance of half the range
                assertThat(value == before[j]
                                || reach
                                || Arrays.stream(OWN.rows()
                                                .select(OWN.benignRows())
                                                .column(j))
                                        .anyMatch(x -> x == value))
                        .isTrue();
            }
        }
    }

    @Test
    void transferEvasionSpendsItsShareOnTheCopyAndLittleOnTheVictims() {
        Dataset victims = victims(false);
        Oracle oracle = Toy.oracle(DETECTOR, 60, victims.size());
        List<? extends AttackSearch> searches = new TransferEvasion(0.5).pursue(victims, oracle, GRANT, Toy.run());
        assertThat(oracle.asked()).isEqualTo(30L * victims.size());
        new BatchedQueries(GRANT.schema(), GRANT.budget(), new Goal.Silence())
                .run(searches, victims, oracle, Run.seeded(1));
        assertThat(oracle.asked() - 30L * victims.size()).isLessThanOrEqualTo(4L * victims.size());
    }

    @Test
    void transferEvasionGivesUpWhereTheCopyLearnsNothing() {
        Dataset victims = victims(false);
        Oracle silent = Toy.oracle(Toy.threshold(99), 60, victims.size());
        assertThat(new TransferEvasion().pursue(victims, silent, GRANT, Toy.run()))
                .hasSize(victims.size())
                .allMatch(p -> p.propose().isEmpty());
    }

    @Test
    void whoKnowsHowAlarmsAreGroupedSendsMoreGroups() {
        Knowledge.Grouping byTenths = rows -> IntStream.range(0, rows.size())
                .mapToObj(i -> "" + (int) (10 * rows.get(i, 1)))
                .toList();
        long informed = groups(byTenths, run(new DiverseFlood(10, 50), GRANT.knowing(byTenths)));
        assertThat(informed).isGreaterThan(groups(byTenths, run(new DiverseFlood(10, 50), GRANT)));
        assertThat(informed).isGreaterThan(groups(byTenths, run(new CheapestFlood(), GRANT)));
    }

    private static long groups(Knowledge.Grouping grouping, Result result) {
        return result.found().stream()
                .flatMap(one -> one.best().stream())
                .flatMap(row -> grouping.groups(Rows.of(row)).stream())
                .distinct()
                .count();
    }

    @Test
    void floodsLookDifferentWhereTheyFollowDifferentModels() {
        Result result = run(new DiverseFlood(), GRANT);
        assertThat(result.found().stream()
                        .flatMap(p -> p.best().stream())
                        .map(Arrays::toString)
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(9);
    }
}
