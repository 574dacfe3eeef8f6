package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.retrain.Window;
import dev.gauntlet.threat.AttackerContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Twenty training rows, the newest first. Each submitted row, known by its x of 6.5, lifts the detector's threshold of 5
 * by one.
 */
final class RetrainingTrialTest {
    private static final double MARK = 6.5;
    private final World world = World.of(
                    timed(Fake.rows(100, filled(10, 9), filled(10, 1))),
                    Fake.rows(200, filled(4, 9), filled(4, 1)),
                    Fake.rows(0, new double[] {5.5, 6.4, 7.5, 8.5, 9.5}, filled(5, 1)))
            .learning(data -> Toy.threshold(5 + marked(data).size()));

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static Dataset timed(Dataset rows) {
        return rows.withTimes(IntStream.range(0, rows.size())
                .mapToDouble(i -> 1000 - 10.0 * i)
                .toArray());
    }

    private static List<Integer> marked(Dataset data) {
        return IntStream.range(0, data.size())
                .filter(i -> data.rows().get(i, 0) == MARK)
                .boxed()
                .toList();
    }

    private Bench<?> trial(BiFunction<Integer, AttackerContext, Rows> act) {
        return Bench.of(world.lab(), new Fake.Submitter(act), Toy.run());
    }

    /** So many marked rows, none alike. */
    private static Rows marks(int round, int count) {
        return Rows.fill(count, 4, (i, j) -> j == 0 ? MARK : j == 1 ? 9 - round - i / 10.0 : 5);
    }

    private Set<Integer> sizes() {
        return world.shown().stream().map(Dataset::size).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void startsWithTheOlderHalfAndTakesTheNewerInFourParts() {
        Bench<?> trial = trial((round, grant) -> marks(round, 0));
        List<Arm> arms = trial.undefended();
        Dataset first = world.shown().get(0);
        assertThat(first.size()).isEqualTo(10);
        assertThat(IntStream.range(0, 10).mapToDouble(first::time))
                .allMatch(time -> time <= 1000 - 10 * 10)
                .isSorted();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        // 10 rows and then 2, 3, 2 and 3; the random attacker's rows come in one by one.
        assertThat(sizes()).contains(10, 12, 15, 17, 20);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isZero();
        assertThat(damage(arms, Arm.Name.CLEAN).n()).isEqualTo(5);
        assertThat(fact(arms, Arm.Name.CLEAN, "rowsLearnt")).isZero();
        assertThat(fact(arms, Arm.Name.CLEAN, "updatesRefused")).isZero();
        assertThat(trial.measure()).contains("after the last retraining");
    }

    /** The window of the plan is the one that is attacked: six rows ten seconds apart, after ten to begin with. */
    @Test
    void retrainsOnTheWindowOfTheProcess() {
        Lab lab = world.lab();
        Lab sliding = new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.steps().with(new Window.Sliding(55 / 86_400.0)),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat(),
                lab.victims());
        Bench.of(sliding, new Fake.Submitter((round, grant) -> marks(round, 0)), Toy.run())
                .undefended();
        assertThat(sizes()).contains(6, 10).allMatch(size -> size <= 10);
    }

    @Test
    void submittedRowsAreUsedAsBenignRoundByRound() {
        List<Arm> arms = trial((round, grant) -> marks(round, 1)).undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsLearnt")).isEqualTo(4);
        // From 9 on: four of five.
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.8);
        assertThat(sizes()).contains(13, 17, 20, 24);
        assertThat(world.shown())
                .filteredOn(data -> data.size() == 24)
                .anySatisfy(data -> assertThat(marked(data)).hasSize(4).allSatisfy(i -> {
                    assertThat(data.label(i)).isZero();
                    assertThat(data.time(i)).isEqualTo(1000);
                }));
    }

    @Test
    void theRandomAttackerSubmitsAsManyRowsAtRandom() {
        List<Arm> arms = trial((round, grant) -> marks(round, 0)).undefended();
        assertThat(fact(arms, Arm.Name.NULL, "rowsLearnt")).isEqualTo(4);
        assertThat(damage(arms, Arm.Name.NULL).value()).isZero();
        // Copies of malicious rows would have been left out again, with their models.
        assertThat(sizes()).contains(24);
    }

    @Test
    void theBudgetHoldsForAllRoundsTogether() {
        List<Arm> arms = trial((round, grant) -> marks(round, 3)).undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "rowsLearnt")).isEqualTo(4);
        assertThat(sizes()).contains(15, 19, 21, 24);
    }

    @Test
    void sourcesAreKeptAndTheAttackersAreNamed() {
        String[] hosts = new String[20];
        java.util.Arrays.fill(hosts, "host");
        World sourced = World.of(world.train().withSources(hosts), world.validation(), world.test());
        Bench.of(sourced.lab(), new Fake.Submitter((round, grant) -> marks(round, 1)), Toy.run())
                .undefended();
        assertThat(sourced.shown()).anySatisfy(data -> {
            assertThat(marked(data)).hasSize(4);
            assertThat(data.source(marked(data).get(0))).contains("attacker");
        });
    }

    private List<Arm> defended(Fake.Gate gate) {
        return trial((round, grant) -> marks(round, !grant.knowledge().isEmpty() ? 0 : 1))
                .defended(gate);
    }

    private static List<Dataset> noted() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    @Test
    void aGateThatRefusesAllKeepsTheFirstDetector() {
        Fake.Gate gate = new Fake.Gate((champion, challenger) -> false, noted());
        List<Arm> arms = defended(gate);
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED, "updatesRefused")).isEqualTo(4);
        assertThat(fact(arms, Arm.Name.DEFENDED, "rowsLearnt")).isZero();
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
        assertThat(gate.canaries()).hasSize(16).allMatch(rows -> rows.equals(world.validation()));
    }

    @Test
    void aGateThatAcceptsAllChangesNothingAndAnInformedAttackerSubmitsLess() {
        List<Arm> arms = defended(new Fake.Gate((champion, challenger) -> true, noted()));
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.8);
        assertThat(fact(arms, Arm.Name.DEFENDED, "updatesRefused")).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isZero();
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "rowsLearnt")).isZero();
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isZero();
    }

    @Test
    void aChallengerIsComparedWithTheFirstDetectorAndDiscardedIfItLoses() {
        List<Model> champions = Collections.synchronizedList(new ArrayList<>());
        List<Arm> arms = defended(new Fake.Gate(
                (champion, challenger) -> {
                    champions.add(champion);
                    return !challenger.alarms(Rows.of(new double[] {7.5, 0, 0, 0}))[0]
                            || challenger.alarms(Rows.of(new double[] {6.5, 0, 0, 0}))[0];
                },
                noted()));
        assertThat(champions).hasSize(16).containsOnly(champions.get(0));
        // Accepted are thresholds of 6 and less or beyond 7.5. After one mark every second one is refused: two marks.
        assertThat(fact(arms, Arm.Name.DEFENDED, "updatesRefused")).isEqualTo(3);
        assertThat(fact(arms, Arm.Name.DEFENDED, "rowsLearnt")).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.2);
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial((round, grant) -> marks(round, 1)).defended(Fake.stranger()))
                .isEmpty();
    }
}
