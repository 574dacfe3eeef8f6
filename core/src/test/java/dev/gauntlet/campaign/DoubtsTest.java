package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.evasion.ExactTrees;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.evasion.TransferEvasion;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A sound finding raises no doubt, and each planted fault raises its own. */
final class DoubtsTest {
    private static final AttackInfo EXACT = AttackInfo.of(new ExactTrees(), Subject.DETECTOR);
    private static final AttackInfo LABELS = AttackInfo.of(new LabelOnlyEvasion(), Subject.DETECTOR);
    private static final AttackInfo TRANSFER = AttackInfo.of(new TransferEvasion(), Subject.DETECTOR);

    private static Arm attacked(double damage) {
        return new Arm(Arm.Name.ATTACKED, Interval.share((int) Math.round(300 * damage), 300))
                .with("success", Interval.share(200, 300))
                .with("meanQueries", 100)
                .with("meanCost", 0.5)
                .with(Facts.AREA, Interval.share(200, 300))
                .with("rowsRefused", 0)
                .with(Facts.OVERLOOKED, 0)
                .with(Facts.REFUTED, 0)
                .with(Facts.FLAT, Interval.share(0, 0))
                .with(Facts.UNSTABLE, Interval.share(0, 300))
                .with(Facts.UNBOUNDED, Interval.share(20, 20));
    }

    private static Curve curve(String axis, double... damages) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 0; i < damages.length; i++) {
            points.add(new Curve.Point(i, Interval.share((int) Math.round(300 * damages[i]), 300)));
        }
        return new Curve(axis, points);
    }

    private static Finding finding(AttackInfo attack, Arm attacked, Comparison comparison, Curve... curves) {
        return new Finding(
                attack.id(),
                attack,
                Optional.empty(),
                "data",
                Finding.Outcome.BROKEN,
                "",
                "share",
                true,
                Budget.standard(),
                List.of(
                        new Arm(Arm.Name.CLEAN, Interval.share(30, 300)),
                        new Arm(Arm.Name.NULL, Interval.share(60, 300)),
                        attacked),
                List.of(curves),
                List.of(),
                List.of(),
                "",
                new TreeMap<>(),
                comparison);
    }

    private static Finding finding(AttackInfo attack, Arm attacked, Curve... curves) {
        return finding(attack, attacked, Comparison.NONE, curves);
    }

    private static Finding sound(AttackInfo attack) {
        return finding(
                attack,
                attacked(0.7),
                curve(Curve.QUERIES, 0.1, 0.5, 0.68, 0.7),
                curve(Curve.DISTANCE, 0.1, 0.4, 0.7),
                curve(Curve.COST, 0.1, 0.7));
    }

    private static void fires(int check, Finding faulty, Finding... others) {
        List<Finding> all = new ArrayList<>(List.of(faulty));
        all.addAll(Arrays.asList(others));
        assertThat(Doubts.of(faulty, all))
                .as("C" + check)
                .singleElement()
                .asString()
                .startsWith("doubtful (C%d): ".formatted(check));
    }

    private static Finding with(UnaryOperator<Arm> change) {
        return finding(LABELS, change.apply(attacked(0.7)), curve(Curve.QUERIES, 0.1, 0.68, 0.7));
    }

    @Test
    void soundFindingsRaiseNone() {
        List<Finding> all = List.of(sound(EXACT), sound(LABELS), sound(TRANSFER), worst(0.7));
        all.forEach(one -> assertThat(Doubts.of(one, all)).as(one.id()).isEmpty());
        assertThat(Doubts.noted(all)).isEqualTo(all);
    }

    @Test
    void anAttackThatIsWeakEvenWithoutLimits() {
        fires(1, with(arm -> arm.with(Facts.UNBOUNDED, Interval.share(2, 20))));
    }

    @Test
    void aCurveThatFalls() {
        fires(2, finding(LABELS, attacked(0.7), curve(Curve.DISTANCE, 0.1, 0.8, 0.7)));
    }

    @Test
    void aWhiteBoxThatDoesLessThanABlackBox() {
        fires(3, finding(EXACT, attacked(0.4)), sound(LABELS));
    }

    @Test
    void anAttackThatDoesLessThanRandomChanges() {
        Comparison worse = new Comparison(
                Optional.of(new Interval(-0.1, -0.15, -0.05, 300)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                1);
        fires(4, finding(LABELS, attacked(0.7), worse));
    }

    @Test
    void aSearchThatIsNotAtItsEnd() {
        fires(5, finding(LABELS, attacked(0.7), curve(Curve.QUERIES, 0.1, 0.3, 0.5, 0.7)));
    }

    @Test
    void aSearchThatHasAllVictimsIsAtItsEnd() {
        Finding all = finding(LABELS, attacked(1), curve(Curve.QUERIES, 0.1, 0.5, 0.9, 1));
        assertThat(Doubts.of(all, List.of(all))).isEmpty();
    }

    @Test
    void factsOfTheSearch() {
        fires(6, with(arm -> arm.with(Facts.FLAT, Interval.share(50, 100))));
        fires(7, with(arm -> arm.with(Facts.UNSTABLE, Interval.share(3, 300))));
        fires(8, with(arm -> arm.with(Facts.OVERLOOKED, 2)));
        fires(11, with(arm -> arm.with(Facts.REFUTED, 1)));
        fires(12, with(arm -> arm.with("rowsRefused", 5)));
    }

    @Test
    void aCopyThatIsNotTheDetector() {
        fires(9, finding(TRANSFER, attacked(0.3)), sound(LABELS));
    }

    @Test
    void repetitionsThatDiffer() {
        Arm arm = attacked(0.7);
        fires(
                10,
                finding(
                        LABELS,
                        new Arm(
                                arm.name(),
                                arm.damage(),
                                arm.confusion(),
                                arm.facts(),
                                List.of(),
                                List.of(Interval.share(150, 300), Interval.share(270, 300)))));
    }

    @Test
    void moreThanIsProvenToBePossible() {
        Finding proof = finding(
                EXACT,
                attacked(0.7),
                Curve.proven(
                        Curve.DISTANCE, curve(Curve.DISTANCE, 0.1, 0.2, 0.7).points()));
        fires(11, finding(LABELS, attacked(0.7), curve(Curve.DISTANCE, 0.1, 0.6, 0.7)), proof);
    }

    private static Finding worst(double damage) {
        AttackInfo info = new AttackInfo(
                "evasion-worst-case",
                "evasion",
                LABELS.phase(),
                LABELS.attackClass(),
                LABELS.subject(),
                List.of(),
                LABELS.taxonomy(),
                "any",
                "");
        return finding(info, new Arm(Arm.Name.ATTACKED, Interval.share((int) Math.round(300 * damage), 300)));
    }

    @Test
    void aWorstCaseBelowOneOfItsAttacks() {
        fires(13, worst(0.6), sound(LABELS));
    }

    @Test
    void aDefenceThatNobodyAttackedWhoKnowsIt() {
        Comparison helps = new Comparison(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Interval(0.3, 0.2, 0.4, 300)),
                1,
                1);
        Finding defended = new Finding(
                "label-only-evasion+d",
                LABELS,
                Optional.of("d"),
                "data",
                Finding.Outcome.BROKEN,
                "",
                "share",
                false,
                Budget.standard(),
                sound(LABELS).arms(),
                List.of(),
                List.of(),
                List.of(),
                "",
                new TreeMap<>(),
                helps);
        fires(14, defended);
    }

    @Test
    void aFindingThatLacksWhatAReaderNeeds() {
        Arm arm = attacked(0.7);
        SortedMap<String, Interval> facts = new TreeMap<>(arm.facts());
        facts.remove("meanCost");
        fires(15, finding(LABELS, new Arm(arm.name(), arm.damage(), arm.confusion(), facts, List.of())));
        fires(15, with(a -> new Arm(a.name(), Interval.share(7, 10), a.confusion(), a.facts(), List.of())));
    }
}
