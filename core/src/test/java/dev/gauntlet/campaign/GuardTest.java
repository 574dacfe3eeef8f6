package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.evasion.ExactTrees;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.poisoning.BackdoorTrigger;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.DataDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.defence.training.AdversarialTraining;
import dev.gauntlet.defence.training.PartitionAggregation;
import dev.gauntlet.defence.training.RegularisedTraining;
import dev.gauntlet.defence.training.StricterThreshold;
import dev.gauntlet.defence.verdict.ChainedMac;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Defences by themselves, in two settings, and together. */
final class GuardTest {
    /** Its detector alarms on many benign rows, so that a stricter threshold changes it. */
    private static final Lab LAB = lab(
            Lab.of(Toy.lab().parts(), Toy.lab().train().with(new OperatingPoint.FalsePositives(0.3)), Run.seeded(7)));

    private static Lab lab(Lab toy) {
        return new Lab(
                toy.parts(),
                toy.auxiliary(),
                toy.train(),
                toy.model(),
                toy.surrogate(),
                toy.trainers(),
                toy.raw(),
                toy.threat().withBudget(Toy.budget()),
                12);
    }

    private static List<Finding> findings(Lab lab, Attack attack, List<Guard> guards) {
        return new Campaign(List.of(attack), guards, true, List.of(), 0.05).apply(lab, Run.seeded(5), Campaign.SILENT);
    }

    private static double fact(Finding finding, Arm.Name name, String fact) {
        return Objects.requireNonNull(finding.arm(name).orElseThrow().facts().get(fact), fact)
                .value();
    }

    @Test
    void twoSettingsOfOneDefenceAreTwoProcessesAndTwoFindings() {
        List<Defence> two = List.of(new StricterThreshold(0), new StricterThreshold(1));
        List<Finding> both = findings(LAB, new LabelOnlyEvasion(), Guard.each(two));
        assertThat(both)
                .extracting(Finding::id)
                .containsExactly(
                        "label-only-evasion+stricter-threshold[share=0.0]",
                        "label-only-evasion+stricter-threshold[share=1.0]");
        for (int i = 0; i < 2; i++) {
            Finding alone = findings(LAB, new LabelOnlyEvasion(), Guard.each(List.of(two.get(i))))
                    .get(0);
            assertThat(alone.id()).isEqualTo("label-only-evasion+stricter-threshold");
            assertThat(alone.arms()).isEqualTo(both.get(i).arms());
        }
        assertThat(fact(both.get(0), Arm.Name.DEFENDED_CLEAN, "falsePositiveRate"))
                .isLessThan(fact(both.get(1), Arm.Name.DEFENDED_CLEAN, "falsePositiveRate"));
        assertThat(both.get(0).price()).containsKeys("recall", "falsePositiveRate");
        assertThat(Objects.requireNonNull(both.get(0).price().get("recall")).value())
                .isNegative();
    }

    /** Drops the first rows. */
    private record WithoutTheFirst(int count) implements DataDefence {
        @Override
        public boolean[] kept(Dataset train, Run run) {
            boolean[] kept = new boolean[train.size()];
            java.util.Arrays.fill(kept, count, kept.length, true);
            return kept;
        }

        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Drop.";
        }

        @Override
        public String summary() {
            return "Drops.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    /** Remembers how many training rows it is asked to learn from. */
    private static final class Watching implements TrainingDefence {
        private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
            sizes.add(parts.train().size());
            return inner.learn(step, parts, assumed, run);
        }

        @Override
        public Set<String> against() {
            return Set.of();
        }

        @Override
        public String advice() {
            return "Watch.";
        }

        @Override
        public String summary() {
            return "Watches.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void defencesStackAndATrainingDefenceSeesPoisonedRowsThatTheFilterKept() {
        Watching watching = new Watching();
        Guard stack = Guard.of(List.of(new WithoutTheFirst(7), watching));
        Finding finding = findings(LAB, new LabelFlip(), List.of(stack)).get(0);
        assertThat(finding.id()).isEqualTo("label-flip+without-the-first+watching");
        assertThat(finding.arms()).extracting(Arm::name).containsAll(Arm.Name.GUARDED);
        double dropped = fact(finding, Arm.Name.DEFENDED, "rowsDropped");
        assertThat(dropped).isEqualTo(7);
        assertThat(watching.sizes)
                .isNotEmpty()
                .allMatch(size -> size == LAB.parts().train().size() - 7);
        assertThat(finding.advice()).isEqualTo("Drop. Watch.");
    }

    @Test
    void defencesThatCannotBeCombinedFailWithTheReason() {
        List<Finding> findings =
                findings(LAB, new VerdictDrop(), List.of(Guard.of(List.of(new ChainedMac(), new ChainedMac()))));
        assertThat(findings).hasSize(2);
        assertThat(findings.get(1).outcome()).isEqualTo(Finding.Outcome.FAILED);
        assertThat(findings.get(1).reason()).contains("cannot be combined");
    }

    @Test
    void aDefenceThatChangesNothingIsReportedAsSuch() {
        Lab bayes = Lab.of(LAB.parts(), new Train(new NaiveBayes(), 0.05), Run.seeded(3));
        Lab small = lab(bayes);
        Finding placebo = findings(small, new LabelOnlyEvasion(), Guard.each(List.of(new RegularisedTraining())))
                .get(0);
        assertThat(placebo.reason()).contains("the defence changed nothing: every arm is the same as without it");
        Finding real = findings(LAB, new LabelOnlyEvasion(), Guard.each(List.of(new StricterThreshold(0))))
                .get(0);
        assertThat(real.reason()).doesNotContain("changed nothing");
    }

    /** An exact attack asks twice for each victim; only the random attacker runs into the limit. */
    @Test
    void aDefenceThatStopsRandomChangesOnlyIsNotSaidToChangeNoArm() {
        Finding finding = findings(LAB, new ExactTrees(), Guard.each(List.of(new RoundedLimited(6, 30))))
                .get(0);
        assertThat(finding.arm(Arm.Name.DEFENDED_RANDOM).orElseThrow().damage())
                .isNotEqualTo(finding.arm(Arm.Name.NULL).orElseThrow().damage());
        assertThat(finding.reason())
                .contains("the defence changed nothing but what random changes reach")
                .doesNotContain("every arm is the same");
    }

    private static List<Curve> proven(Attack attack, Defence... defences) {
        return findings(LAB, attack, List.of(Guard.of(List.of(defences)))).get(0).curves().stream()
                .filter(curve -> curve.proven())
                .toList();
    }

    @Test
    void whatIsProvenBoundsTheDamageAndIsVoidBehindACleanerOrAnotherTraining() {
        List<Curve> proven = proven(new LabelFlip(), new PartitionAggregation(5));
        assertThat(proven).hasSize(1);
        List<Curve.Point> points = proven.get(0).points();
        assertThat(points.get(0).at()).isZero();
        assertThat(points).extracting(Curve.Point::at).isSorted();
        Finding finding = findings(LAB, new LabelFlip(), List.of(Guard.of(List.of(new PartitionAggregation(5)))))
                .get(0);
        assertThat(finding.arm(Arm.Name.DEFENDED_CLEAN).orElseThrow().each())
                .as("without a changed row it is the clean arm")
                .containsExactly(points.get(0).damage());
        assertThat(points.get(1).damage().value()).isLessThan(1);
        assertThat(points.get(points.size() - 1).damage().value())
                .isGreaterThan(points.get(0).damage().value());
        assertThat(proven(new LabelFlip(), new NearestNeighbourFilter(), new PartitionAggregation(5)))
                .isEmpty();
        assertThat(findings(
                                LAB,
                                new LabelFlip(),
                                List.of(Guard.of(List.of(new NearestNeighbourFilter(), new PartitionAggregation(5)))))
                        .get(0)
                        .reason())
                .contains("the certificate of its detector is void");
        assertThat(finding.reason()).doesNotContain("void");
        assertThat(proven(new LabelFlip(), new PartitionAggregation(5), new AdversarialTraining()))
                .isEmpty();
        assertThat(proven(new BackdoorTrigger(), new PartitionAggregation(5)))
                .as("it changes the test rows, too")
                .isEmpty();
        assertThat(proven(new LabelFlip(), new RegularisedTraining())).isEmpty();
    }
}
