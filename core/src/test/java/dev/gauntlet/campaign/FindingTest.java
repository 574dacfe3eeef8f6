package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Phase;
import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.membership.ConfidenceMembership;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.data.SealedTest;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FindingTest {
    private static Interval at(double value, double low, double high) {
        return new Interval(value, low, high, 100);
    }

    private static Arm arm(Arm.Name name, double value, double low, double high) {
        return new Arm(name, at(value, low, high));
    }

    private static Finding finding(Attack attack, Arm... arms) {
        return new Finding(
                attack.id(),
                AttackInfo.of(attack),
                Optional.empty(),
                "",
                Finding.Outcome.HELD,
                "",
                "share missed",
                false,
                Budget.standard(),
                List.of(arms),
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    private static Finding broken(double damage) {
        return finding(new LabelFlip(), HARMLESS, arm(Arm.Name.ATTACKED, damage, damage - 0.05, damage + 0.05))
                .judged(0.05);
    }

    @Test
    void severalSeedsAreJudgedByMostOfThem() {
        Finding shown = broken(0.4);
        Finding mostly = shown.repeated(List.of(1L, 2L, 3L), List.of(broken(0.05), broken(0.5)));
        assertThat(mostly.outcome()).isEqualTo(Finding.Outcome.BROKEN);
        assertThat(mostly.reason()).isEqualTo("broken under 2 of 3 seeds");
        assertThat(shown.repeated(List.of(1L, 2L, 3L), List.of(broken(0.05), broken(0.05)))
                        .outcome())
                .isEqualTo(Finding.Outcome.HELD);
        assertThat(shown.repeated(List.of(1L, 2L), List.of(broken(0.05))).outcome())
                .isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(mostly.repeats()).extracting(Finding.Repeat::seed).containsExactly(1L, 2L, 3L);
    }

    private static Finding dropped(double damage) {
        return finding(new VerdictDrop(), HARMLESS, arm(Arm.Name.ATTACKED, damage, damage - 0.05, damage + 0.05))
                .judged(0.05);
    }

    @Test
    void anOpenProcessIsJudgedByMostOfTheSeedsToo() {
        Finding mostly = dropped(0.9).repeated(List.of(1L, 2L, 3L), List.of(dropped(0.8), dropped(0.05)));
        assertThat(mostly.outcome()).isEqualTo(Finding.Outcome.OPEN);
        assertThat(mostly.reason()).isEqualTo("open under 2 of 3 seeds");
        assertThat(dropped(0.9)
                        .repeated(List.of(1L, 2L), List.of(dropped(0.05)))
                        .outcome())
                .isEqualTo(Finding.Outcome.INCONCLUSIVE);
    }

    @Test
    void aSeedThatSkippedDoesNotHideWhatOthersSaw() {
        Finding skipped = Finding.without(
                AttackInfo.of(new LabelFlip()),
                "",
                Budget.standard(),
                Finding.Outcome.SKIPPED,
                "unfit under this seed");
        Finding told = skipped.repeated(List.of(1L, 2L, 3L), List.of(broken(0.4), broken(0.5)));
        assertThat(told.outcome()).isEqualTo(Finding.Outcome.BROKEN);
        assertThat(told.reason()).isEqualTo("unfit under this seed; broken under 2 of 2 seeds");
    }

    @Test
    void theIntervalOverSeedsIsStudents() {
        Finding mostly = broken(0.4).repeated(List.of(1L, 2L, 3L), List.of(broken(0.1), broken(0.4)));
        // mean .3, standard deviation .1732, t(2) 4.3027: half width 4.3027 * .1732 / sqrt(3) = .4303
        Interval interval = mostly.overSeeds(Arm.Name.ATTACKED).orElseThrow();
        assertThat(interval.value()).isCloseTo(0.3, within(1e-12));
        assertThat(interval.high() - interval.value()).isCloseTo(0.43027, within(1e-4));
        assertThat(interval.n()).isEqualTo(3);
        assertThat(broken(0.4).overSeeds(Arm.Name.ATTACKED)).isEmpty();
    }

    @Test
    void aFailureUnderAnotherSeedIsNotHidden() {
        Finding other = broken(0.4).failed("it fell over");
        assertThat(broken(0.4).repeated(List.of(1L, 2L), List.of(other)).outcome())
                .isEqualTo(Finding.Outcome.FAILED);
    }

    /** How much wider an interval of 100 cases is by Student's t than by the normal distribution. */
    private static final double T99 = 1.9842169515 / 1.9599639845;

    private static final Arm HARMLESS_CLEAN = arm(Arm.Name.CLEAN, 0, 0, 0);
    private static final Arm HARMLESS = arm(Arm.Name.NULL, 0.1, 0.1, 0.1);

    @Test
    void isBrokenOnceTheLowerEndOfTheExcessPassesTheTolerance() {
        Finding finding = finding(new LabelFlip(), HARMLESS, arm(Arm.Name.ATTACKED, 0.4, 0.3, 0.5));
        assertThat(finding.judged(0.19).outcome()).isEqualTo(Finding.Outcome.BROKEN);
        assertThat(finding.judged(0.21).outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(finding.judged(0.39).outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(finding.judged(0.41).outcome()).isEqualTo(Finding.Outcome.HELD);
    }

    @Test
    void whatIsNotKnownSaysWhatWouldTell() {
        Finding near = finding(new LabelFlip(), HARMLESS, arm(Arm.Name.ATTACKED, 0.4, 0.3, 0.5))
                .judged(0.21);
        // The difference is .3 with a half-width of .1: to tell it from .21 takes (.1 / .09)^2 times the cases.
        assertThat(near.reason()).isEqualTo("100 cases, about 127 would tell");
        Finding none = finding(
                        new LabelFlip(),
                        new Arm(Arm.Name.NULL, Interval.share(0, 0)),
                        new Arm(Arm.Name.ATTACKED, Interval.share(0, 0)))
                .judged(0.05);
        assertThat(none.outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(none.reason()).isEqualTo("there are no cases");
    }

    @Test
    void whatWouldTellOfOneAttackIsNotEnoughAmongMany() {
        Finding above = finding(new LabelFlip(), HARMLESS, arm(Arm.Name.ATTACKED, 0.4, 0.3, 0.5))
                .judged(0.21);
        double p = above.comparison().p();
        assertThat(above.corrected(9 * p, 12).reason())
                .isEqualTo("100 cases, about 127 would tell; a break takes more among 12 comparisons (Holm)");
        assertThat(above.corrected(p, 1).reason()).isEqualTo(above.reason());
        Finding below = finding(new LabelFlip(), HARMLESS, arm(Arm.Name.ATTACKED, 0.4, 0.3, 0.5))
                .judged(0.39);
        assertThat(below.corrected(1, 12).reason())
                .as("it would be Held, which is not corrected")
                .isEqualTo(below.reason());
    }

    @Test
    void casesOfOneSourceTellNothingOfOthers() {
        long[] rows = {0, 1, 2, 3};
        Map<Arm.Name, List<Arm>> each = Map.of(
                Arm.Name.NULL, List.of(new Arm(Arm.Name.NULL, Victims.of(rows, new boolean[4]))),
                Arm.Name.ATTACKED,
                        List.of(new Arm(Arm.Name.ATTACKED, Victims.of(rows, new boolean[] {true, true, true, false}))));
        Finding finding = finding(new LabelFlip()).judged(new ArmPairs(each, id -> "10.0.0.1"), 0.05);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(finding.reason()).isEqualTo("4 cases of one source; those of others would tell");
    }

    @Test
    void anAttackOnTheProcessLeavesItOpen() {
        Finding drop = finding(new VerdictDrop(), HARMLESS, arm(Arm.Name.ATTACKED, 0.9, 0.8, 1));
        assertThat(drop.judged(0.05).outcome()).isEqualTo(Finding.Outcome.OPEN);
        Finding byAnyone = finding(
                        new VerdictDrop(),
                        HARMLESS_CLEAN,
                        arm(Arm.Name.NULL, 0.9, 0.89, 0.91),
                        arm(Arm.Name.ATTACKED, 0.9, 0.89, 0.91))
                .judged(0.05);
        assertThat(byAnyone.outcome()).isEqualTo(Finding.Outcome.OPEN);
        assertThat(byAnyone.reason()).isEqualTo("random changes do as much damage");
    }

    @Test
    void aBreakThatDoesNotStandAmongManyAttacksIsInconclusive() {
        Finding finding = broken(0.4);
        assertThat(finding.corrected(0.02, 12).outcome()).isEqualTo(Finding.Outcome.BROKEN);
        Finding weak = finding.corrected(0.03, 12);
        assertThat(weak.outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
        assertThat(weak.reason()).isEqualTo("broken if tried alone, not among 12 comparisons (Holm)");
        assertThat(weak.comparison().compared()).isEqualTo(12);
    }

    @Test
    void randomChangesOfTrainingDataAreNoAttack() {
        for (Attack attack : List.of(new LabelFlip(), new ConfidenceMembership())) {
            Finding finding = finding(
                    attack,
                    HARMLESS_CLEAN,
                    arm(Arm.Name.NULL, 0.9, 0.89, 0.91),
                    arm(Arm.Name.ATTACKED, 0.9, 0.89, 0.91));
            assertThat(finding.judged(0.05).outcome()).isEqualTo(Finding.Outcome.HELD);
            assertThat(finding.judged(0.05).reason()).isEqualTo("random changes do as much damage");
        }
    }

    @Test
    void randomChangesOfInputsThatPassBreakItByThemselves() {
        Finding finding = finding(
                        new LabelOnlyEvasion(),
                        HARMLESS_CLEAN,
                        arm(Arm.Name.NULL, 0.4, 0.3, 0.5),
                        arm(Arm.Name.ATTACKED, 0.45, 0.35, 0.55))
                .judged(0.05);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.BROKEN);
        assertThat(finding.reason()).isEqualTo("random changes do as much damage");
    }

    @Test
    void isNotAttributedToRandomChangesIfTheAttackDoesMore() {
        Finding finding = finding(
                        new LabelOnlyEvasion(),
                        HARMLESS_CLEAN,
                        arm(Arm.Name.NULL, 0.2, 0.15, 0.25),
                        arm(Arm.Name.ATTACKED, 0.9, 0.85, 0.95))
                .judged(0.05);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.BROKEN);
        assertThat(finding.reason()).isEmpty();
    }

    @Test
    void withoutAnAttackedArmNothingIsKnown() {
        assertThat(finding(new LabelFlip(), HARMLESS).judged(0).outcome()).isEqualTo(Finding.Outcome.INCONCLUSIVE);
    }

    @Test
    void theDamageBeyondRandomIsTheDifferenceOfTheArms() {
        Finding finding = finding(
                        new LabelFlip(), arm(Arm.Name.NULL, 0.1, 0.07, 0.14), arm(Arm.Name.ATTACKED, 0.5, 0.46, 0.53))
                .judged(0.05);
        Interval excess = finding.comparison().beyondRandom().orElseThrow();
        // 0.04 = 0.5 - 0.46 and 0.04 = 0.14 - 0.1 below; 0.03 and 0.03 above; Student's t of 100 cases for the normal.
        assertThat(excess.value()).isCloseTo(0.4, within(1e-12));
        assertThat(excess.low()).isCloseTo(0.4 - 0.04 * StrictMath.sqrt(2) * T99, within(1e-9));
        assertThat(excess.high()).isCloseTo(0.4 + 0.03 * StrictMath.sqrt(2) * T99, within(1e-9));
    }

    @Test
    void armsWithTheSameVictimsAreComparedVictimByVictim() {
        boolean[] some = new boolean[300];
        boolean[] more = new boolean[300];
        Arrays.fill(some, 0, 160, true);
        Arrays.fill(more, 0, 196, true);
        Finding finding = finding(
                        new LabelFlip(),
                        new Arm(Arm.Name.NULL, Victims.of(some)),
                        new Arm(Arm.Name.ATTACKED, Victims.of(more)))
                .judged(0.05);
        assertThat(finding.comparison().beyondRandom().orElseThrow().low()).isCloseTo(0.083, within(5e-4));
    }

    private static Finding behind(double defended, double adaptive) {
        return finding(
                        new LabelFlip(),
                        HARMLESS,
                        arm(Arm.Name.ATTACKED, 0.9, 0.8, 1),
                        arm(Arm.Name.DEFENDED_RANDOM, 0.1, 0.1, 0.1),
                        arm(Arm.Name.DEFENDED, defended, defended - 0.04, defended + 0.04),
                        arm(Arm.Name.ADAPTIVE, adaptive, adaptive - 0.04, adaptive + 0.04))
                .judged(0.05);
    }

    @Test
    void behindADefenceTheWorstAttackerCountsWhoeverItIs() {
        Finding uninformed = behind(0.47, 0.41);
        assertThat(uninformed.worst().orElseThrow().name()).isEqualTo(Arm.Name.DEFENDED);
        assertThat(uninformed.comparison().prevented().orElseThrow().value()).isCloseTo(0.43, within(1e-12));
        assertThat(uninformed.isBypassed(0.05)).isTrue();
        assertThat(behind(0.12, 0.41).worst().orElseThrow().name()).isEqualTo(Arm.Name.ADAPTIVE);
        assertThat(behind(0.12, 0.12).isBypassed(0.05)).isFalse();
    }

    @Test
    void aRandomAttackerBehindTheDefenceCountsWhereItIsAnAttack() {
        Arm[] arms = {
            HARMLESS_CLEAN,
            HARMLESS,
            arm(Arm.Name.ATTACKED, 0.9, 0.8, 1),
            arm(Arm.Name.DEFENDED_CLEAN, 0, 0, 0),
            arm(Arm.Name.DEFENDED_RANDOM, 0.3, 0.25, 0.35),
            arm(Arm.Name.DEFENDED, 0.2, 0.15, 0.25),
            arm(Arm.Name.ADAPTIVE, 0.1, 0.05, 0.15)
        };
        assertThat(finding(new LabelOnlyEvasion(), arms)
                        .judged(0.05)
                        .comparison()
                        .worst())
                .contains(Arm.Name.DEFENDED_RANDOM);
        assertThat(finding(new LabelFlip(), arms).judged(0.05).comparison().worst())
                .contains(Arm.Name.DEFENDED);
    }

    @Test
    void severityCountsAllTheDamageIfRandomChangesAreAnAttack() {
        Arm[] arms = {HARMLESS, arm(Arm.Name.ATTACKED, 0.5, 0.4, 0.6)};
        Arm[] withClean = {HARMLESS_CLEAN, arms[0], arms[1]};
        assertThat(Worth.severity(finding(new LabelOnlyEvasion(), withClean).judged(0.05)))
                .isCloseTo(0.5 - 0.1 * T99, within(1e-9));
        assertThat(Worth.severity(finding(new LabelFlip(), withClean).judged(0.05)))
                .isCloseTo(0.4 - 0.1 * T99, within(1e-9));
        assertThat(Worth.severity(finding(new LabelFlip()))).isZero();
    }

    private static Assessment assessment(Finding... findings) {
        return new Assessment(
                List.of(),
                List.of(),
                "toy",
                false,
                1,
                new Schema(List.of(dev.gauntlet.data.Feature.flag("f"))),
                new TreeMap<>(),
                new Confusion(1, 1, 1, 1),
                new TreeMap<>(),
                Toy.evaluation(),
                List.of(),
                ThreatModel.standard(),
                0.05,
                List.of(findings),
                List.of());
    }

    private static Finding broken(Attack attack, double low) {
        return finding(attack, HARMLESS, arm(Arm.Name.ATTACKED, low + 0.1, low, low + 0.2))
                .judged(0.05);
    }

    private static Finding met(Defence defence, double defended, double adaptive) {
        return finding(
                        new LabelFlip(),
                        HARMLESS,
                        arm(Arm.Name.ATTACKED, 0.7, 0.6, 0.8),
                        arm(Arm.Name.DEFENDED, defended, defended, defended),
                        arm(Arm.Name.ADAPTIVE, adaptive, adaptive, adaptive))
                .against(Guard.of(List.of(defence)))
                .judged(0.05);
    }

    @Test
    void aFindingAgainstADefenceBearsItsNameAndAdvice() {
        Finding finding = met(new SealedTest(), 0.1, 0.3);
        assertThat(finding.id()).isEqualTo("label-flip+sealed-test");
        assertThat(finding.defence()).contains("sealed-test");
        assertThat(finding.advice()).isEqualTo(new SealedTest().advice());
        assertThat(finding.arms()).hasSize(4);
    }

    @Test
    void aFindingIsFoundByItsId() {
        Finding flip = broken(new LabelFlip(), 0.5);
        assertThat(assessment(flip).finding("label-flip")).contains(flip);
        assertThat(assessment(flip).finding("label-flop")).isEmpty();
    }

    @Test
    void theCardSaysWhatIsKnownOfAnAttack() {
        AttackInfo card = AttackInfo.of(new LabelFlip());
        assertThat(card.id()).isEqualTo("label-flip");
        assertThat(card.family()).isEqualTo("labels");
        assertThat(card.phase()).isEqualTo(Phase.LABEL);
        assertThat(card.attackClass()).isEqualTo(AttackClass.CAUSATIVE);
        assertThat(card.summary()).isEqualTo(new LabelFlip().summary());
        assertThat(card.source()).isEqualTo(new LabelFlip().source());
    }

    @Test
    void theCardListsNeedsInTheirOrder() {
        assertThat(AttackInfo.of(new LabelOnlyEvasion()).needs()).isSorted().hasSize(3);
        assertThat(AttackInfo.of(new LabelFlip()).taxonomy().atlas()).containsExactly("AML.T0020");
    }

    @Test
    void armsCollectFactsWithoutChangingTheFirst() {
        Arm bare = arm(Arm.Name.CLEAN, 0, 0, 0);
        Arm more = bare.with("recall", 0.5).with(new Confusion(1, 2, 3, 4)).with("auc", at(0.5, 0.4, 0.6));
        assertThat(bare.facts()).isEmpty();
        assertThat(more.facts().keySet()).containsExactly("auc", "recall");
        assertThat(more.facts()).containsEntry("recall", new Interval(0.5, 0.5, 0.5, 0));
        assertThat(more.confusion()).contains(new Confusion(1, 2, 3, 4));
    }

    @Test
    void armsAreNamedInWords() {
        assertThat(Arrays.stream(Arm.Name.values()).map(Arm.Name::id))
                .containsExactly(
                        "clean", "random", "attacked", "defended-clean", "defended-random", "defended", "adaptive");
    }
}
