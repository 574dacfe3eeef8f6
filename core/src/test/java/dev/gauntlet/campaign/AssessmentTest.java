package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.fingerprint.FamilyFingerprint;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.poisoning.BackdoorTrigger;
import dev.gauntlet.attack.property.ClassDistribution;
import dev.gauntlet.attack.tampering.LeafTampering;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AssessmentTest {
    private static final SortedMap<String, Interval> CLEAN =
            new TreeMap<>(Map.of("recall", Interval.exact(0.9), "falsePositiveRate", Interval.exact(0.01)));
    private static final Arm DEFENDED_AT_A_PRICE =
            at(Arm.Name.DEFENDED_CLEAN, 0.2).with("recall", 0.7).with("falsePositiveRate", 0.04);

    private static Arm at(Arm.Name name, double damage) {
        return new Arm(name, new Interval(damage, damage, damage, 100));
    }

    /** A broken detector; the damage of a random attacker is 0.1. */
    private static Finding broken(Attack attack, String defence, double attacked, Arm... behind) {
        List<Arm> arms = new ArrayList<>(List.of(at(Arm.Name.NULL, 0.1), at(Arm.Name.ATTACKED, attacked)));
        arms.addAll(Arrays.asList(behind));
        return new Finding(
                        attack.id() + "+" + defence,
                        AttackInfo.of(attack),
                        Optional.of(defence),
                        "",
                        Finding.Outcome.BROKEN,
                        "",
                        "share missed",
                        false,
                        Budget.standard(),
                        arms,
                        List.of(),
                        List.of(),
                        List.of(),
                        "")
                .judged(0.05)
                .priced(CLEAN);
    }

    private static Finding mended(Attack attack, double attacked, double adaptive) {
        return broken(attack, "shield", attacked, at(Arm.Name.DEFENDED, 0.1), at(Arm.Name.ADAPTIVE, adaptive));
    }

    private static Assessment assessment(Finding... findings) {
        return new Assessment(
                List.of(),
                List.of(),
                "toy",
                false,
                1,
                new Schema(List.of(Feature.flag("f"))),
                new TreeMap<>(),
                new Confusion(1, 1, 1, 1),
                CLEAN,
                Toy.evaluation(),
                List.of(),
                ThreatModel.standard(),
                0.05,
                List.of(findings),
                List.of());
    }

    @Test
    void whatADefenceFixesComesBeforeAWorseBreakThatNoneFixes() {
        Finding hopeless = mended(new LabelOnlyEvasion(), 1, 1);
        Finding mendable = mended(new LabelFlip(), 0.4, 0.2);
        assertThat(assessment(hopeless, mendable).worst(3)).containsExactly(mendable, hopeless);
    }

    @Test
    void theGreaterGainComesFirstAndWithoutGainTheMoreSevereBreak() {
        Finding little = mended(new LabelFlip(), 0.9, 0.7);
        Finding much = mended(new BackdoorTrigger(), 0.6, 0.2);
        assertThat(assessment(little, much).worst(3)).containsExactly(much, little);
        Finding mild = broken(new LabelFlip(), "shield", 0.4);
        Finding grave = broken(new LabelOnlyEvasion(), "shield", 0.8);
        assertThat(assessment(mild, grave).worst(3)).containsExactly(grave, mild);
    }

    @Test
    void whatADefenceCostsIsTakenFromItsGain() {
        Finding dear = broken(
                new LabelFlip(), "shield", 0.6, DEFENDED_AT_A_PRICE, at(Arm.Name.ADAPTIVE, 0.2)); // 0.4 - 0.2 - 0.03
        Finding cheap = mended(new BackdoorTrigger(), 0.6, 0.3);
        assertThat(assessment(dear, cheap).worst(3)).containsExactly(cheap, dear);
        assertThat(Objects.requireNonNull(dear.price().get("recall")).value()).isCloseTo(-0.2, within(1e-12));
        assertThat(Objects.requireNonNull(dear.price().get("falsePositiveRate")).value())
                .isCloseTo(0.03, within(1e-12));
        assertThat(cheap.price()).isEmpty();
    }

    @Test
    void aCleanArmOfTheFindingIsWhatAChangeIsMeasuredFrom() {
        Finding finding = broken(
                new LabelFlip(), "shield", 0.6, at(Arm.Name.CLEAN, 0.1).with("recall", 0.75), DEFENDED_AT_A_PRICE);
        assertThat(Objects.requireNonNull(finding.price().get("recall")).value())
                .isCloseTo(-0.05, within(1e-12));
    }

    @Test
    void ofAFamilyTheDefenceThatGainsMostIsNamed() {
        Finding weak = broken(new LabelFlip(), "weak", 0.7, at(Arm.Name.ADAPTIVE, 0.5));
        Finding best = broken(new LabelFlip(), "strong", 0.7, at(Arm.Name.ADAPTIVE, 0.3));
        assertThat(assessment(weak, best).worst(3)).containsExactly(best);
    }

    @Test
    void withoutAnAdaptiveAttackerTheDefendedArmCounts() {
        Finding unadapted = broken(new LabelFlip(), "shield", 0.7, at(Arm.Name.DEFENDED, 0.2));
        Finding adapted = mended(new BackdoorTrigger(), 0.7, 0.4);
        assertThat(assessment(adapted, unadapted).worst(3)).containsExactly(unadapted, adapted);
    }

    @Test
    void attacksOnTheProcessHaveAListOfTheirOwn() {
        Finding drop = mended(new VerdictDrop(), 1, 0);
        Finding other = broken(new VerdictDrop(), "weak", 1, at(Arm.Name.ADAPTIVE, 0.9));
        Finding tampering = mended(new LeafTampering(), 0.9, 0);
        Finding flip = mended(new LabelFlip(), 0.4, 0.3);
        Assessment all = assessment(other, drop, tampering, flip);
        assertThat(all.worst(3)).containsExactly(flip);
        assertThat(all.open()).containsExactly(drop, tampering);
    }

    private static Arm at(Arm.Name name, double damage, double area) {
        return at(name, damage).with("area", area);
    }

    @Test
    void aDefenceThatOnlyMakesEvasionDearerPaysOffByThat() {
        Finding dearer = broken(
                new LabelOnlyEvasion(),
                "shield",
                1,
                at(Arm.Name.CLEAN, 0),
                at(Arm.Name.DEFENDED, 1, 0.7),
                at(Arm.Name.ADAPTIVE, 1, 0.8));
        assertThat(dearer.paysOff()).isFalse();
        List<Arm> arms = new ArrayList<>(dearer.arms());
        arms.replaceAll(arm -> arm.name() == Arm.Name.ATTACKED ? arm.with("area", 0.9) : arm);
        Finding measured = new Finding(
                        dearer.id(),
                        dearer.attack(),
                        dearer.defence(),
                        "",
                        Finding.Outcome.BROKEN,
                        "",
                        "share missed",
                        false,
                        Budget.standard(),
                        arms,
                        List.of(),
                        List.of(),
                        List.of(),
                        "")
                .judged(0.05);
        assertThat(measured.gain().orElseThrow()).isCloseTo(0.1, within(1e-12));
        assertThat(Worth.severity(measured)).isEqualTo(0.9);
    }

    @Test
    void aFamilyIsListedByItsWorstCase() {
        Finding member = mended(new LabelOnlyEvasion(), 0.9, 0.1);
        AttackInfo card = member.attack();
        AttackInfo combined = new AttackInfo(
                "evasion-worst-case",
                card.family(),
                card.phase(),
                card.attackClass(),
                card.subject(),
                card.needs(),
                card.taxonomy(),
                card.summary(),
                card.source());
        Finding worst = new Finding(
                        "evasion-worst-case+shield",
                        combined,
                        Optional.of("shield"),
                        "",
                        Finding.Outcome.BROKEN,
                        "",
                        "share missed",
                        false,
                        Budget.standard(),
                        List.of(at(Arm.Name.NULL, 0.1), at(Arm.Name.ATTACKED, 1), at(Arm.Name.ADAPTIVE, 0.6)),
                        List.of(),
                        List.of(),
                        List.of(),
                        "")
                .judged(0.05);
        assertThat(assessment(member, worst).worst(3)).containsExactly(worst);
    }

    @Test
    void aDefenceThatCostsMoreThanItPreventsIsNotAdvised() {
        Finding dear = broken(new LabelFlip(), "shield", 0.5, DEFENDED_AT_A_PRICE, at(Arm.Name.ADAPTIVE, 0.4));
        assertThat(dear.gain().orElseThrow()).isCloseTo(0.1 - 0.23, within(1e-9));
        assertThat(dear.paysOff()).isFalse();
        Finding useless = broken(new LabelFlip(), "shield", 0.5, at(Arm.Name.ADAPTIVE, 0.5));
        assertThat(useless.paysOff()).isFalse();
    }

    @Test
    void queryOnlyAttacksComeAfterThoseThatCauseErrorsAndOnce() {
        Finding distribution = mended(new ClassDistribution(), 1, 0.5);
        Finding fingerprint = mended(new FamilyFingerprint(), 0.9, 0.5);
        Finding flip = mended(new LabelFlip(), 0.4, 0.3);
        assertThat(assessment(distribution, fingerprint, flip).worst(3)).containsExactly(flip, distribution);
    }

    @Test
    void equalsAreInTheOrderOfTheirNamesAndTheHeldAreLeftOut() {
        Finding backdoor = broken(new BackdoorTrigger(), "shield", 0.5);
        Finding flip = broken(new LabelFlip(), "shield", 0.5);
        Finding held = mended(new ClassDistribution(), 0.1, 0.1).judged(0.05);
        assertThat(assessment(flip, held, backdoor).worst(3)).containsExactly(backdoor, flip);
    }
}
