package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
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

    /** The first ten malicious, those after them benign. */
    private static Dataset rows(int size, int classes) {
        int[] labels = IntStream.range(0, size).map(i -> i < 10 ? 1 : 0).toArray();
        return Dataset.of(
                Toy.plain(),
                Rows.fill(size, 4, (i, j) -> j == 0 ? i % 10 : classes),
                labels,
                List.of("benign", "malicious"));
    }

    private static ChallengerComparison contest(Gate gate, Model champion, Model challenger) {
        return gate.apply(champion, challenger, SEALED, CANARIES);
    }

    private static List<String> unmet(ChallengerComparison contest) {
        return contest.checks().stream()
                .filter(check -> !check.passed())
                .map(ChallengerComparison.Check::name)
                .toList();
    }

    /** Rows with both alarms as their first two values, so that any table of pairs can be made. */
    private static Dataset pairs(int malicious, int benign, double[] ofMalicious, double[] ofBenign, Rng rng) {
        int[] labels = IntStream.range(0, malicious + benign)
                .map(i -> i < malicious ? 1 : 0)
                .toArray();
        int[] cells = IntStream.of(labels)
                .map(label -> cell(label == 1 ? ofMalicious : ofBenign, rng.nextDouble()))
                .toArray();
        Rows rows = Rows.fill(labels.length, 4, (i, j) -> j == 0 ? cells[i] & 1 : j == 1 ? cells[i] >> 1 : 0);
        return Dataset.of(Toy.plain(), rows, labels, List.of("benign", "malicious"));
    }

    /** 3 if both alarm, 1 if the champion alone, 2 if the challenger alone, 0 if neither. */
    private static int cell(double[] shares, double drawn) {
        return drawn < shares[0]
                ? 3
                : drawn < shares[0] + shares[1] ? 1 : drawn < shares[0] + shares[1] + shares[2] ? 2 : 0;
    }

    private static final Model CHAMPION = Model.of("champion", Toy.plain(), row -> row[0] == 1 ? 1 : 0);
    private static final Model CHALLENGER = Model.of("challenger", Toy.plain(), row -> row[1] == 1 ? 1 : 0);

    /** The share of draws in which the default margins let the challenger pass. */
    private static double promoted(int malicious, int benign, double[] ofMalicious, double[] ofBenign) {
        Gate gate = new Gate(new Gate().lostRecall(), new Gate().addedFalseAlarms(), 1_000_000, 0, 1);
        int draws = 400;
        int promoted = 0;
        for (int k = 0; k < draws; k++) {
            Dataset later = pairs(
                    malicious,
                    benign,
                    ofMalicious,
                    ofBenign,
                    Seed.of(5).child(k).rng());
            ChallengerComparison contest = gate.apply(CHAMPION, CHALLENGER, later, CANARIES);
            promoted += contest.decision() == ChallengerComparison.Decision.PROMOTE ? 1 : 0;
        }
        return promoted / (double) draws;
    }

    /** Both alarm, the champion alone, the challenger alone. */
    private static final double[] BETTER = {.78, .01, .07};

    private static final double[] AS_MANY_ALARMS = {.016, .002, .002};

    @Test
    void aChallengerThatIsWorseByAMarginIsPromotedInAtMostOneOfTwentyCases() {
        double[] losesTwoPoints = {.80, .04, .02};
        double[] addsOnePoint = {.015, .005, .015};
        for (int size : new int[] {50, 150, 300, 1000}) {
            assertThat(promoted(size, 5 * size, losesTwoPoints, AS_MANY_ALARMS)).isLessThanOrEqualTo(0.05);
            assertThat(promoted(size, 5 * size, BETTER, addsOnePoint)).isLessThanOrEqualTo(0.05);
        }
        // Recall .96 to .93 and false alarms .07 to .14: McNemar's test, which must prove the loss, let it pass.
        assertThat(promoted(150, 150, new double[] {.91, .05, .02}, new double[] {.06, .01, .08}))
                .isZero();
    }

    @Test
    void aChallengerThatIsClearlyBetterIsPromotedWhereThereAreRowsEnough() {
        assertThat(promoted(300, 1500, BETTER, new double[] {.015, .005, .005})).isGreaterThan(0.85);
        assertThat(promoted(300, 1500, BETTER, AS_MANY_ALARMS)).isGreaterThan(0.95);
        assertThat(promoted(100, 500, BETTER, AS_MANY_ALARMS)).isBetween(0.2, 0.7);
    }

    @Test
    void aFewRowsThatNeverDifferProveNothing() {
        double[] all = {1, 0, 0};
        double[] none = {0, 0, 0};
        assertThat(promoted(100, 1000, all, none)).isZero();
        assertThat(promoted(400, 1000, all, none)).isOne();
        assertThat(promoted(400, 300, all, none)).isZero();
    }

    @Test
    void bothIntervalsAreOnTheSameRowsAndGiveTheReasons() {
        // 12 of 50 lost and 2 gained: Newcombe's example, 0.0569 to 0.3404.
        int[] cells = IntStream.range(0, 52)
                .map(i -> i < 36 ? 3 : i < 48 ? 1 : i < 50 ? 2 : 0)
                .toArray();
        Dataset later = Dataset.of(
                Toy.plain(),
                Rows.fill(52, 4, (i, j) -> j < 2 && ((cells[i] >> j) & 1) == 1 ? 1 : 0),
                IntStream.range(0, 52).map(i -> i < 50 ? 1 : 0).toArray(),
                List.of("benign", "malicious"));
        ChallengerComparison contest = new Gate(0.34, 1, 10, 0, 1).apply(CHAMPION, CHALLENGER, later, CANARIES);
        assertThat(contest.lostRecall().value()).isEqualTo(0.2, within(1e-12));
        assertThat(contest.lostRecall().low()).isEqualTo(0.0569, within(5e-5));
        assertThat(contest.lostRecall().high()).isEqualTo(0.3404, within(5e-5));
        assertThat(contest.addedFalseAlarms().n()).isEqualTo(2);
        assertThat(unmet(contest)).containsExactly("recall");
        assertThat(contest.reason())
                .isEqualTo(
                        "recall 0.960 -> 0.760 on 50 rows: at most 0.340 lost, not below 0.34; more rows are needed to be sure");
        assertThat(contest.brought())
                .startsWith("recall 0.960 [0.865 0.989] -> 0.760 [0.626 0.857], false-positive rate 0.000 [");
        assertThat(unmet(new Gate(0.341, 1, 10, 0, 1).apply(CHAMPION, CHALLENGER, later, CANARIES)))
                .isEmpty();
    }

    @Test
    void falseAlarmsThatRiseAreHeldAgainstItAndThoseThatFallAreNot() {
        ChallengerComparison more = contest(new Gate(1, 0.85, 10, 0, 1), Toy.threshold(8.5), Toy.threshold(2.5));
        assertThat(more.addedFalseAlarms().value()).isEqualTo(0.6, within(1e-12));
        assertThat(more.champion().falsePositives()).isEqualTo(1);
        assertThat(more.challenger().falsePositives()).isEqualTo(7);
        assertThat(unmet(contest(new Gate(1, 0.5, 10, 0, 1), Toy.threshold(8.5), Toy.threshold(2.5))))
                .containsExactly("false-positive rate");
        assertThat(unmet(contest(new Gate(1, 0, 10, 0, 1), Toy.threshold(2.5), Toy.threshold(8.5))))
                .isEmpty();
    }

    @Test
    void canariesThatTheChampionFindsAreCountedOneByOne() {
        ChallengerComparison contest = contest(new Gate(1, 1, 1, 0, 1), Toy.threshold(2.5), Toy.threshold(4.5));
        assertThat(contest.canaries()).isEqualTo(10);
        assertThat(contest.lost()).isEqualTo(2);
        assertThat(contest.gained()).isZero();
        assertThat(unmet(contest)).containsExactly("canaries");
        assertThat(contest.reason()).isEqualTo("2 of 10 canaries lost, 1 allowed");
        assertThat(unmet(contest(new Gate(1, 1, 2, 0, 1), Toy.threshold(2.5), Toy.threshold(4.5))))
                .isEmpty();
        assertThat(contest(new Gate(1, 1, 10, 0, 1), Toy.threshold(4.5), Toy.threshold(2.5))
                        .gained())
                .isEqualTo(2);
    }

    @Test
    void aChallengerMustBeGoodEnoughInItself() {
        Model same = Toy.threshold(6.5);
        assertThat(unmet(contest(new Gate(1, 1, 0, 0.31, 1), same, same))).containsExactly("minimum recall");
        assertThat(unmet(contest(new Gate(1, 1, 0, 0.3, 1), same, same))).isEmpty();
        assertThat(unmet(contest(new Gate(1, 1, 0, 0, 0.29), same, same)))
                .containsExactly("maximum false-positive rate");
        assertThat(unmet(contest(new Gate(1, 1, 0, 0, 0.3), same, same))).isEmpty();
    }

    @Test
    void whatCannotBeComparedOrMeantIsRefused() {
        Model model = Toy.threshold(5);
        assertThatThrownBy(() -> new Gate().apply(model, model, rows(10, 1), CANARIES))
                .hasMessage("the rows to compare detectors on must contain malicious and benign ones");
        assertThatThrownBy(() -> new Gate(2, 0, 0, 0, 0)).hasMessage("lostRecall must be in [0, 1] but is 2");
        assertThatThrownBy(() -> new Gate(0, 2, 0, 0, 0)).hasMessageStartingWith("addedFalseAlarms");
        assertThatThrownBy(() -> new Gate(0, 0, -1, 0, 0)).hasMessage("lostCanaries must be at least 0 but is -1");
        assertThatThrownBy(() -> new Gate(0, 0, 0, -1, 0)).hasMessageStartingWith("leastRecall");
        assertThatThrownBy(() -> new Gate(0, 0, 0, 0, 9)).hasMessageStartingWith("mostFalsePositives");
    }
}
