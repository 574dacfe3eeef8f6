package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Detectors that alarm where x reaches a limit; ten malicious rows at x = 0 .. 9 and ten benign ones at the same. */
final class GateTest {
    private static final Dataset SEALED = rows(20, 1);
    private static final Dataset CANARIES = rows(10, 0);
    private static final Gate LENIENT = new Gate(0.05, 10, 0, 1);

    /** The first ten malicious, those after them benign. */
    private static Dataset rows(int size, int classes) {
        int[] labels = IntStream.range(0, size).map(i -> i < 10 ? 1 : 0).toArray();
        return Dataset.of(
                Toy.plain(),
                Rows.fill(size, 4, (i, j) -> j == 0 ? i % 10 : classes),
                labels,
                List.of("benign", "malicious"));
    }

    private static Contest contest(Gate gate, Model champion, Model challenger) {
        return gate.apply(champion, challenger, SEALED, CANARIES);
    }

    private static List<String> unmet(Contest contest) {
        return contest.checks().stream()
                .filter(check -> !check.passed())
                .map(Contest.Check::name)
                .toList();
    }

    @Test
    void sixRowsLostAreSignificantAndFiveAreNot() {
        // McNemar: 2 * 0.5^6 = 0.03125 and 2 * 0.5^5 = 0.0625.
        Contest six = contest(LENIENT, Toy.threshold(2.5), Toy.threshold(8.5));
        assertThat(six.recall().difference()).isEqualTo(-0.6, within(1e-12));
        assertThat(six.recall().p()).isEqualTo(0.03125, within(1e-12));
        assertThat(unmet(six)).containsExactly("recall");
        assertThat(six.decision()).isEqualTo(Contest.Decision.KEEP);
        assertThat(six.reason()).isEqualTo("recall 0.700 -> 0.100 is significantly lower (p 0.031, alpha 0.05)");
        Contest five = contest(LENIENT, Toy.threshold(2.5), Toy.threshold(7.5));
        assertThat(five.recall().p()).isEqualTo(0.0625, within(1e-12));
        assertThat(five.decision()).isEqualTo(Contest.Decision.PROMOTE);
        assertThat(five.checks().get(0).reason())
                .isEqualTo("recall 0.700 -> 0.200 is not significantly lower (p 0.063, alpha 0.05)");
        assertThat(five.checks().get(1).reason()).isEqualTo("false-positive rate 0.700 -> 0.200 is not higher");
        assertThat(five.reason()).isEqualTo("every condition is met");
    }

    @Test
    void falseAlarmsThatRiseAreSignificantByTheSameTest() {
        Contest contest = contest(LENIENT, Toy.threshold(8.5), Toy.threshold(2.5));
        assertThat(contest.falsePositiveRate().difference()).isEqualTo(0.6, within(1e-12));
        assertThat(contest.falsePositiveRate().p()).isEqualTo(0.03125, within(1e-12));
        assertThat(unmet(contest)).containsExactly("false-positive rate");
        assertThat(contest.champion().falsePositives()).isEqualTo(1);
        assertThat(contest.challenger().falsePositives()).isEqualTo(7);
    }

    @Test
    void aChangeForTheBetterIsNeverHeldAgainstIt() {
        Contest better = contest(new Gate(1, 0, 0, 1), Toy.threshold(5.5), Toy.threshold(5.5));
        assertThat(better.decision()).isEqualTo(Contest.Decision.PROMOTE);
        assertThat(unmet(contest(LENIENT, Toy.threshold(2.5), Toy.threshold(8.5))))
                .doesNotContain("false-positive rate");
    }

    @Test
    void canariesThatTheChampionFindsAreCountedOneByOne() {
        Contest contest = contest(new Gate(0.05, 1, 0, 1), Toy.threshold(2.5), Toy.threshold(4.5));
        assertThat(contest.canaries()).isEqualTo(10);
        assertThat(contest.lost()).isEqualTo(2);
        assertThat(contest.gained()).isZero();
        assertThat(unmet(contest)).containsExactly("canaries");
        assertThat(contest.reason()).isEqualTo("2 of 10 canaries lost, 1 allowed");
        assertThat(unmet(contest(new Gate(0.05, 2, 0, 1), Toy.threshold(2.5), Toy.threshold(4.5))))
                .isEmpty();
        assertThat(contest(LENIENT, Toy.threshold(4.5), Toy.threshold(2.5)).gained())
                .isEqualTo(2);
    }

    @Test
    void aChallengerMustBeGoodEnoughInItself() {
        Model same = Toy.threshold(6.5);
        assertThat(unmet(contest(new Gate(0.05, 0, 0.31, 1), same, same))).containsExactly("minimum recall");
        assertThat(unmet(contest(new Gate(0.05, 0, 0.3, 1), same, same))).isEmpty();
        assertThat(unmet(contest(new Gate(0.05, 0, 0, 0.29), same, same)))
                .containsExactly("maximum false-positive rate");
        assertThat(unmet(contest(new Gate(0.05, 0, 0, 0.3), same, same))).isEmpty();
    }

    @Test
    void whatCannotBeComparedOrMeantIsRefused() {
        Model model = Toy.threshold(5);
        assertThatThrownBy(() -> new Gate().apply(model, model, rows(10, 1), CANARIES))
                .hasMessage("the sealed rows must contain malicious and benign ones");
        assertThatThrownBy(() -> new Gate(2, 0, 0, 0)).hasMessage("alpha must be in [0, 1] but is 2");
        assertThatThrownBy(() -> new Gate(0, -1, 0, 0)).hasMessage("lostCanaries must be at least 0 but is -1");
        assertThatThrownBy(() -> new Gate(0, 0, -1, 0)).hasMessageStartingWith("leastRecall");
        assertThatThrownBy(() -> new Gate(0, 0, 0, 9)).hasMessageStartingWith("mostFalsePositives");
    }
}
