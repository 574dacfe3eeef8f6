package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.channel.VerdictTruncate;
import dev.gauntlet.attack.evaluation.RelabelledTest;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.attack.evasion.TransferEvasion;
import dev.gauntlet.attack.extraction.SubstituteExtraction;
import dev.gauntlet.attack.fingerprint.FamilyFingerprint;
import dev.gauntlet.attack.flooding.CheapestFlood;
import dev.gauntlet.attack.indirect.ChaffConnections;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.membership.CalibratedMembership;
import dev.gauntlet.attack.membership.ConfidenceMembership;
import dev.gauntlet.attack.poisoning.BackdoorTrigger;
import dev.gauntlet.attack.poisoning.InjectedSamples;
import dev.gauntlet.attack.retraining.BoilingFrog;
import dev.gauntlet.attack.tampering.LeafTampering;
import dev.gauntlet.attack.tampering.ThresholdTampering;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.defence.artifact.SignedBundle;
import dev.gauntlet.defence.data.NearestNeighbourFilter;
import dev.gauntlet.defence.data.SealedTest;
import dev.gauntlet.defence.query.NearestQueries;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.defence.training.AdversarialTraining;
import dev.gauntlet.defence.training.RegularisedTraining;
import dev.gauntlet.defence.update.CanaryGate;
import dev.gauntlet.defence.verdict.AlertQuota;
import dev.gauntlet.defence.verdict.ChainedMac;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.process.Alert;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CampaignTest {
    private static final Lab LAB = lab();

    /** A laboratory with the toy budget and at most twelve victims. */
    static Lab lab() {
        Lab lab = Toy.lab();
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat().withBudget(Toy.budget()),
                12);
    }

    private static List<Finding> run(List<Attack> attacks, List<Defence> defences) {
        return new Campaign(attacks, defences, 0.05).apply(LAB, Toy.run(), Campaign.SILENT);
    }

    private static Finding only(Attack attack, Defence... defences) {
        List<Finding> findings = run(List.of(attack), List.of(defences));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static double damage(Finding finding, Arm.Name arm) {
        return finding.arm(arm).orElseThrow().damage().value();
    }

    /** Throws. */
    record Clumsy() implements RefereeTest.Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            throw new IllegalStateException("dropped my tools");
        }
    }

    @Test
    void anAttackThatThrowsHasFailedAndTheOthersGoOn() {
        List<Finding> findings = run(List.of(new Clumsy(), new LabelFlip()), List.of());
        assertThat(findings).extracting(Finding::id).containsExactly("clumsy", "label-flip");
        assertThat(findings.get(0).outcome()).isEqualTo(Finding.Outcome.FAILED);
        assertThat(findings.get(1).arms()).hasSize(3);
    }

    @Test
    void aFailureSaysTheSameOnOneThreadAndOnEight() {
        Campaign campaign = new Campaign(List.of(new Clumsy(), new LabelFlip()), List.of(), 0.05);
        for (int threads : new int[] {1, 8}) {
            List<Finding> findings = Toy.onThreads(threads, r -> campaign.apply(LAB, r, Campaign.SILENT));
            assertThat(findings.get(0).reason()).isEqualTo("IllegalStateException: dropped my tools");
        }
    }

    /** Trains nothing; counts how often it is asked to. */
    record Hopeless(AtomicInteger asked) implements TrainingDefence {
        @Override
        public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
            asked.incrementAndGet();
            throw new IllegalStateException("no such detector");
        }

        @Override
        public Set<String> against() {
            return Set.of("membership");
        }

        @Override
        public String advice() {
            return "Do not.";
        }

        @Override
        public String summary() {
            return "Throws.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void aTrainingDefenceThatThrowsFailsOnlyTheFindingsThatMeetIt() {
        List<Finding> findings = run(
                List.of(new ConfidenceMembership(), new VerdictDrop()),
                List.of(new Hopeless(new AtomicInteger()), new RoundedLimited(), new ChainedMac()));
        assertThat(findings)
                .extracting(Finding::id)
                .containsExactly(
                        "confidence-membership+hopeless",
                        "confidence-membership+rounded-limited",
                        "verdict-drop+chained-mac");
        Finding failed = findings.get(0);
        assertThat(failed.outcome()).isEqualTo(Finding.Outcome.FAILED);
        assertThat(failed.reason()).isEqualTo("IllegalStateException: no such detector");
        assertThat(failed.defence()).contains("hopeless");
        assertThat(failed.advice()).isEqualTo("Do not.");
        assertThat(failed.arms()).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(failed.measure()).isEqualTo(findings.get(1).measure());
        assertThat(findings.get(1).arms()).hasSize(6);
        assertThat(findings.get(2).outcome()).isEqualTo(Finding.Outcome.OPEN);
    }

    @Test
    void anAttackWhoseOnlyDefenceFailedStillHasItsUndefendedFinding() {
        List<Finding> findings = run(List.of(new ConfidenceMembership()), List.of(new Hopeless(new AtomicInteger())));
        assertThat(findings)
                .extracting(Finding::id)
                .containsExactly("confidence-membership", "confidence-membership+hopeless");
        assertThat(findings.get(0).arms()).hasSize(2);
    }

    @Test
    void aTrainingDefenceIsAskedOnceForAllAttacksAndNotWithoutOne() {
        Hopeless defence = new Hopeless(new AtomicInteger());
        run(List.of(new VerdictDrop()), List.of(defence));
        assertThat(defence.asked()).hasValue(0);
        run(List.of(new ConfidenceMembership(), new CalibratedMembership()), List.of(defence));
        assertThat(defence.asked()).hasValue(1);
    }

    @Test
    void aTrainingDefenceIsNotAskedForAttacksThatAreSkippedOrKnown() {
        Hopeless defence = new Hopeless(new AtomicInteger());
        Campaign campaign = new Campaign(List.of(new ConfidenceMembership()), List.of(defence), 0.05);
        Lab mute = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.train(),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                new ThreatModel(EnumSet.allOf(Requirement.class), Access.LABEL, Budget.standard()),
                12);
        campaign.apply(mute, Toy.run(), Campaign.SILENT);
        Measured known = new Measured(new Arm(Arm.Name.ATTACKED, Interval.exact(0)), true, List.of(), List.of());
        campaign.apply(LAB, Toy.run(), new Campaign.Listener() {
            @Override
            public Optional<Measured> known(Cell cell) {
                return Optional.of(known);
            }
        });
        assertThat(defence.asked()).hasValue(0);
    }

    @Test
    void whatTheDataLackIsNamedInASkippedFinding() {
        Finding finding = only(new ChaffConnections());
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.SKIPPED);
        assertThat(finding.reason()).startsWith("it needs raw records with a time and a source");
        assertThat(finding.arms()).isEmpty();
    }

    private static Lab without(Dataset train) {
        Split.Parts parts = LAB.parts().withTrain(train);
        return new Lab(
                parts,
                LAB.auxiliary(),
                LAB.train(),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                LAB.threat(),
                12);
    }

    @Test
    void aMissingTimeColumnIsNamed() {
        Dataset train = LAB.parts().train();
        Dataset bare = Dataset.of(train.schema(), train.rows(), train.labels(), train.labelNames());
        assertThat(new Campaign(List.of(), List.of(), 0).skips(without(bare), new BoilingFrog()))
                .contains("the data have no time column");
    }

    @Test
    void whatTheThreatModelForbidsIsSkipped() {
        EnumSet<Requirement> powers = EnumSet.complementOf(EnumSet.of(Requirement.LABELS));
        Lab lab = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.train(),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                new ThreatModel(powers, Access.PARAMETERS, Budget.standard()),
                12);
        List<Finding> findings =
                new Campaign(List.of(new LabelFlip()), List.of(), 0).apply(lab, Toy.run(), Campaign.SILENT);
        assertThat(findings.get(0).reason())
                .isEqualTo("the threat model does not let the adversary change labels of training rows");
    }

    private static final List<Attack> MANY = List.of(
            new LabelFlip(),
            new InjectedSamples(),
            new BackdoorTrigger(),
            new RelabelledTest(),
            new BoilingFrog(),
            new LeafTampering(),
            new ThresholdTampering(),
            new FamilyFingerprint(),
            new SubstituteExtraction(),
            new ConfidenceMembership(),
            new LabelOnlyEvasion(),
            new Mimicry(),
            new CheapestFlood(),
            new VerdictDrop(),
            new VerdictTruncate());

    private static final List<Defence> DEFENCES = List.of(
            new NearestNeighbourFilter(),
            new SealedTest(),
            new CanaryGate(),
            new SignedBundle(),
            new RoundedLimited(),
            new AdversarialTraining(1, 30),
            new AlertQuota(),
            new ChainedMac());

    @Test
    void findsTheSameOnOneThreadAndOnEight() {
        Campaign campaign = new Campaign(MANY, Guard.each(DEFENCES), false, List.of(0.5, 1.0), 0.05);
        List<Finding> one = Toy.onThreads(1, r -> campaign.apply(LAB, r, Campaign.SILENT));
        List<Finding> eight = Toy.onThreads(8, r -> campaign.apply(LAB, r, Campaign.SILENT));
        assertThat(eight).isEqualTo(one);
        assertThat(one)
                .as("and the worst case of evasion")
                .hasSize(MANY.size() + 1)
                .noneMatch(f -> f.outcome() == Finding.Outcome.FAILED);
        assertThat(one).isSortedAccordingTo((a, b) -> {
            int byPhase = a.attack().phase().compareTo(b.attack().phase());
            return byPhase == 0 ? a.id().compareTo(b.id()) : byPhase;
        });
    }

    @Test
    void everyDefendedFindingHasItsThreeArmsBehindTheBase() {
        List<Finding> findings = run(MANY, DEFENCES);
        for (Finding finding : findings) {
            assertThat(finding.defence()).as(finding.id()).isPresent();
            assertThat(finding.arms().stream().map(Arm::name))
                    .as(finding.id())
                    .isSorted()
                    .contains(
                            Arm.Name.NULL,
                            Arm.Name.ATTACKED,
                            Arm.Name.DEFENDED_CLEAN,
                            Arm.Name.DEFENDED,
                            Arm.Name.ADAPTIVE);
        }
    }

    @Test
    void anAttackIsTriedWithEveryDefenceAgainstItsFamilyAndNoOther() {
        List<Finding> findings = run(
                List.of(new ConfidenceMembership()),
                List.of(new RoundedLimited(), new ChainedMac(), new RegularisedTraining()));
        assertThat(findings)
                .extracting(Finding::id)
                .containsExactly("confidence-membership+regularised-training", "confidence-membership+rounded-limited");
    }

    @Test
    void anAttackWithoutADefenceHasOneFinding() {
        Finding finding = only(new VerdictDrop(), new SealedTest());
        assertThat(finding.id()).isEqualTo("verdict-drop");
        assertThat(finding.defence()).isEmpty();
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.OPEN);
        assertThat(damage(finding, Arm.Name.ATTACKED)).isEqualTo(1);
        assertThat(damage(finding, Arm.Name.CLEAN)).isZero();
    }

    @Test
    void aFindingDoesNotDependOnWhichOthersRun() {
        Finding alone = only(new LabelOnlyEvasion());
        List<Finding> among = run(List.of(new Mimicry(), new LabelOnlyEvasion(), new LabelFlip()), List.of());
        assertThat(among.stream().filter(finding -> finding.id().equals("label-only-evasion")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.arms()).isEqualTo(alone.arms());
                    assertThat(finding.curves()).isEqualTo(alone.curves());
                    assertThat(finding.comparison().compared())
                            .as("with the worst case of evasion")
                            .isEqualTo(4);
                });
    }

    @Test
    void repetitionsShareVictimsAndDrawAnew() {
        Campaign campaign = new Campaign(List.of(new LabelOnlyEvasion(), new LabelFlip()), List.of(), 0.05).repeated(3);
        Finding once = only(new LabelFlip());
        Map<Cell, Measured> made = new ConcurrentHashMap<>();
        List<Finding> findings = campaign.apply(LAB, Toy.run(), new Campaign.Listener() {
            @Override
            public void measured(Cell cell, Measured result) {
                made.put(cell, result);
            }
        });
        Arm attacked = findings.stream()
                .filter(finding -> finding.id().equals("label-flip"))
                .findFirst()
                .orElseThrow()
                .arm(Arm.Name.ATTACKED)
                .orElseThrow();
        assertThat(attacked.victims()).hasSize(3);
        assertThat(attacked.victims().get(0))
                .isEqualTo(once.arm(Arm.Name.ATTACKED).orElseThrow().victims().get(0));
        assertThat(made.keySet()).extracting(Cell::repetition).contains(0, 1, 2);
        assertThat(made.entrySet().stream()
                        .filter(each -> each.getKey().attack() instanceof LabelOnlyEvasion)
                        .map(each -> each.getValue().arm().victims().get(0).ids())
                        .map(java.util.Arrays::toString)
                        .distinct())
                .as("the victims")
                .hasSize(1);
        assertThat(made.entrySet().stream()
                        .filter(each -> each.getKey().arm() == Arm.Name.NULL)
                        .map(each -> each.getValue().arm().victims().get(0).digest())
                        .distinct()
                        .count())
                .as("random changes and trainings")
                .isGreaterThan(2);
    }

    @Test
    void aFamilyHasAWorstCaseOverItsAttacksForEachVictim() {
        Map<Cell, Measured> made = new ConcurrentHashMap<>();
        List<Finding> findings = new Campaign(
                        List.of(new LabelOnlyEvasion(), new Mimicry(), new LabelFlip(), new CheapestFlood()),
                        List.of(new RegularisedTraining()),
                        0.05)
                .apply(LAB.with(new Budget(0.2, 0.5, 4, 20, 0.5)), Toy.run(), new Campaign.Listener() {
                    @Override
                    public void measured(Cell cell, Measured result) {
                        made.put(cell, result);
                    }
                });
        Finding worst = findings.stream()
                .filter(finding -> finding.attack().combines())
                .reduce((a, b) -> {
                    throw new AssertionError("a family with one attack has no worst case");
                })
                .orElseThrow();
        assertThat(worst.attack().id()).isEqualTo("evasion-worst-case");
        List<boolean[]> each = findings.stream()
                .filter(finding -> finding.attack().family().equals("evasion")
                        && !finding.attack().combines())
                .filter(finding -> finding.arm(Arm.Name.ATTACKED).isPresent())
                .map(finding -> finding.arm(Arm.Name.ATTACKED)
                        .orElseThrow()
                        .victims()
                        .get(0)
                        .reached())
                .toList();
        boolean[] any =
                worst.arm(Arm.Name.ATTACKED).orElseThrow().victims().get(0).reached();
        for (int v = 0; v < any.length; v++) {
            int victim = v;
            assertThat(any[v]).isEqualTo(each.stream().anyMatch(reached -> reached[victim]));
        }
        Cell random = made.keySet().stream()
                .filter(cell -> cell.times() == 2 && cell.arm() == Arm.Name.NULL)
                .findFirst()
                .orElseThrow();
        assertThat(worst.arm(Arm.Name.NULL).orElseThrow().each())
                .as("its victims have sources, so that the interval of the mean is another")
                .containsExactly(Objects.requireNonNull(made.get(random)).arm().damage());
        Cell alone = new Cell(random.attack(), Optional.empty(), Arm.Name.NULL, 1, 0, 1);
        assertThat(queries(made, random)).isGreaterThan(queries(made, alone));
        assertThat(worst.budget().queries())
                .as("4 for each of the 2 attacks, which all its arms may spend")
                .isEqualTo(2 * 4)
                .isGreaterThanOrEqualTo((int) queries(made, random));
    }

    @Test
    void aWorstCaseIsAdaptedOnlyIfOneOfItsAttacksDoesOtherwiseForKnowingTheDefence() {
        List<Finding> findings = run(List.of(new Mimicry(), new TransferEvasion()), List.of(new NearestQueries()));
        assertThat(findings)
                .extracting(finding -> finding.attack().combines(), Finding::adapted)
                .containsExactlyInAnyOrder(tuple(false, false), tuple(false, false), tuple(true, false));
    }

    private static double queries(Map<Cell, Measured> made, Cell cell) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(made.get(cell)).arm().facts().get("meanQueries"))
                .value();
    }

    @Test
    void whatTheProcessHasInPlaceIsNotTried() {
        Campaign campaign = new Campaign(
                List.of(new VerdictDrop(), new LabelFlip()),
                List.of(),
                false,
                List.of(),
                0.05,
                1,
                Map.of("chained-mac", "declared, not checked"));
        Finding drop = campaign.apply(LAB, Toy.run(), Campaign.SILENT).get(1);
        assertThat(drop.attack().id()).isEqualTo("verdict-drop");
        assertThat(drop.outcome()).isEqualTo(Finding.Outcome.IN_PLACE);
        assertThat(drop.reason()).isEqualTo("chained-mac: declared, not checked");
        assertThat(Campaign.protections())
                .contains("chained-mac", "signed-bundle")
                .doesNotContain("alert-quota");
    }

    /** Remembers what was measured, and knows some of it. */
    private record Remembering(Map<Cell, Measured> known, Map<Cell, Measured> made, List<Attack> reused)
            implements Campaign.Listener {
        Remembering(Map<Cell, Measured> known) {
            this(known, new ConcurrentHashMap<>(), Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public Optional<Measured> known(Cell cell) {
            return Optional.ofNullable(known.get(cell));
        }

        @Override
        public void measured(Cell cell, Measured result) {
            made.put(cell, result);
        }

        @Override
        public void finished(Attack attack, List<Finding> findings, boolean known) {
            if (known) {
                reused.add(attack);
            }
        }
    }

    private static Campaign mixed() {
        return new Campaign(
                List.of(new LabelFlip(), new VerdictDrop(), new LabelOnlyEvasion(), new ConfidenceMembership()),
                Guard.each(List.of(new NearestNeighbourFilter(), new ChainedMac(), new AdversarialTraining())),
                true,
                List.of(0.5, 1.0),
                0.05);
    }

    @Test
    void whatIsKnownIsNotTriedAgain() {
        Campaign both = new Campaign(List.of(new LabelFlip(), new VerdictDrop()), List.of(), 0.05);
        Remembering first = new Remembering(Map.of());
        List<Finding> findings = both.apply(LAB, Toy.run(), first);
        assertThat(first.reused).isEmpty();
        Map<Cell, Measured> flips = new HashMap<>(first.made);
        flips.keySet().removeIf(cell -> cell.attack() instanceof VerdictDrop);
        Remembering second = new Remembering(flips);
        assertThat(both.apply(LAB, Toy.run(), second)).isEqualTo(findings);
        assertThat(second.reused).containsExactly(new LabelFlip());
        assertThat(second.made.keySet()).isNotEmpty().allMatch(cell -> cell.attack() instanceof VerdictDrop);
    }

    @Test
    void cellsMeasuredOneByOneInAnyOrderGiveTheSameFindings() {
        List<Finding> whole = mixed().apply(LAB, Toy.run(), Campaign.SILENT);
        List<Cell> cells = new ArrayList<>(mixed().on(LAB, Toy.run()).cells());
        assertThat(cells).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        Map<Cell, Measured> results = new HashMap<>();
        Collections.reverse(cells);
        for (Cell cell : cells) {
            Remembering alone = new Remembering(Map.of());
            assertThat(mixed().on(LAB, Toy.run()).measure(List.of(cell), alone)).isZero();
            assertThat(alone.made).containsOnlyKeys(cell);
            results.putAll(alone.made);
        }
        Remembering joined = new Remembering(results);
        assertThat(mixed().apply(LAB, Toy.run(), joined)).isEqualTo(whole);
        assertThat(joined.made).isEmpty();
        assertThat(joined.reused).hasSize(4);
    }

    @Test
    void aCellThatFailsHasNoResult() {
        Campaign clumsy = new Campaign(List.of(new Clumsy()), List.of(), 0.05);
        Remembering heard = new Remembering(Map.of());
        CampaignRun run = clumsy.on(LAB, Toy.run());
        assertThat(run.measure(run.cells(), heard)).isEqualTo(1);
        assertThat(heard.made.keySet()).extracting(Cell::arm).containsOnly(Arm.Name.CLEAN, Arm.Name.NULL);
    }

    @Test
    void curvesGrowFromNothingToTheWholeBudget() {
        Finding finding = new Campaign(List.of(new LabelOnlyEvasion()), List.of(), false, List.of(0.0, 1.0), 0.05)
                .apply(LAB, Toy.run(), Campaign.SILENT)
                .get(0);
        Curve strength = finding.curves().get(0);
        assertThat(strength.axis()).isEqualTo("strength");
        assertThat(strength.points().get(0).damage().value()).isEqualTo(damage(finding, Arm.Name.CLEAN));
        assertThat(strength.points().get(1).damage().value()).isEqualTo(damage(finding, Arm.Name.ATTACKED));
        Curve queries = finding.curves().get(1);
        assertThat(queries.points())
                .isSortedAccordingTo(
                        (a, b) -> Double.compare(a.damage().value(), b.damage().value()));
        assertThat(queries.points().get(4).at()).isEqualTo(60);
        assertThat(queries.points().get(4).damage().value()).isEqualTo(damage(finding, Arm.Name.ATTACKED));
    }

    @Test
    void curvesAreDrawnAtTheGivenStrengthsOnly() {
        Finding bare = only(new LabelOnlyEvasion());
        assertThat(bare.curves().get(0).points()).isEmpty();
        Finding finding = new Campaign(List.of(new LabelFlip()), List.of(), false, List.of(0.25, 0.5), 0.05)
                .apply(LAB, Toy.run(), Campaign.SILENT)
                .get(0);
        assertThat(finding.curves().get(0).points()).extracting(Curve.Point::at).containsExactly(0.25, 0.5);
    }

    @Test
    void changedInputsAreSearchedOnceForAllStrengths() {
        List<Double> strengths = List.of(0.2, 0.6, 1.0);
        CampaignRun run =
                new Campaign(List.of(new LabelOnlyEvasion()), List.of(), false, strengths, 0.05).on(LAB, Toy.run());
        assertThat(run.cells()).hasSize(3).noneMatch(Cell::isOfCurve);
        Finding finding = run.findings(Campaign.SILENT).get(0);
        Curve strength = finding.curves().get(0);
        assertThat(strength.points()).extracting(Curve.Point::at).containsExactly(0.2, 0.6, 1.0);
        assertThat(strength.points().get(0).damage().value())
                .isBetween(damage(finding, Arm.Name.CLEAN), damage(finding, Arm.Name.ATTACKED) - 0.1);
        assertThat(strength.points().get(2).damage().value()).isEqualTo(damage(finding, Arm.Name.ATTACKED));
        List<Curve.Point> within = finding.curves().stream()
                .filter(curve -> curve.axis().equals(Curve.DISTANCE))
                .findFirst()
                .orElseThrow()
                .at(List.of(0.2 * LAB.budget().eps()))
                .points();
        assertThat(within.get(0).damage().value())
                .as("cost is no limit here, and every tenth of the successes is drawn")
                .isCloseTo(strength.points().get(0).damage().value(), within(0.1));
    }

    /** Hardens nothing. */
    record Same() implements TrainingDefence {
        @Override
        public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
            return LAB.model();
        }

        @Override
        public Set<String> against() {
            return Set.of("evasion");
        }

        @Override
        public String advice() {
            return "Stay.";
        }

        @Override
        public String summary() {
            return "Stays.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void examplesStandInTheFirstFindingOfAnAttackOnly() {
        List<Finding> findings =
                run(List.of(new LabelOnlyEvasion()), List.of(new Same(), new AdversarialTraining(1, 30)));
        assertThat(findings)
                .extracting(Finding::id)
                .containsExactly("label-only-evasion+adversarial-training", "label-only-evasion+same");
        assertThat(findings.get(0).examples()).isEmpty();
        assertThat(findings.get(1).examples()).isNotEmpty();
        assertThat(damage(findings.get(1), Arm.Name.DEFENDED)).isEqualTo(damage(findings.get(1), Arm.Name.ATTACKED));
    }

    @Test
    void anAttackAdaptsWhereItCanUseWhatItKnows() {
        assertThat(only(new LabelFlip(), new NearestNeighbourFilter()).adapted())
                .isTrue();
        assertThat(only(new Honest(), new NearestNeighbourFilter()).adapted()).isFalse();
    }

    /** Changes nothing and uses no knowledge. */
    record Honest() implements RefereeTest.Poison {
        @Override
        public Dataset poison(Dataset train, AttackerContext grant, Run run) {
            return train;
        }
    }

    @Test
    void anAttackThatDoesNotFitTheDetectorIsSkipped() {
        Lab line = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.train(),
                new LogisticRegression().train(LAB.parts().train(), Toy.run()),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                LAB.threat(),
                12);
        Finding finding = new Campaign(List.of(new LeafTampering()), List.of(new SignedBundle()), 0.05)
                .apply(line, Toy.run(), Campaign.SILENT)
                .get(0);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.SKIPPED);
        assertThat(finding.reason()).isNotBlank();
        assertThat(finding.arms()).isEmpty();
    }

    @Test
    void aDefenceThatTheAttackNeverMeetsIsSkippedWithTheReason() {
        List<Finding> findings = run(List.of(new LabelOnlyEvasion()), List.of(new Idle()));
        assertThat(findings).extracting(Finding::id).containsExactly("label-only-evasion", "label-only-evasion+idle");
        assertThat(findings.get(0).arms()).hasSize(3);
        assertThat(findings.get(1).outcome()).isEqualTo(Finding.Outcome.SKIPPED);
        assertThat(findings.get(1).reason())
                .isEqualTo(
                        "label-only-evasion does not pass through the alarms shown to the analyst, where idle is applied");
    }

    /** Says it is against evasion, and is a quota on alarms. */
    record Idle() implements AlertDefence {
        @Override
        public boolean[] shown(List<Alert> alerts) {
            return new boolean[alerts.size()];
        }

        @Override
        public Set<String> against() {
            return Set.of("evasion");
        }

        @Override
        public String advice() {
            return "Idle.";
        }

        @Override
        public String summary() {
            return "Idles.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    @Test
    void examplesAreValidRowsThatPass() {
        Finding finding = only(new LabelOnlyEvasion());
        assertThat(finding.examples()).isNotEmpty();
        for (Finding.Example example : finding.examples()) {
            assertThat(example.probabilityBefore())
                    .isGreaterThanOrEqualTo(LAB.model().threshold());
            assertThat(example.probabilityAfter()).isLessThan(LAB.model().threshold());
            assertThat(example.queries()).isBetween(1, 60);
            assertThat(example.cost()).isGreaterThan(0).isLessThanOrEqualTo(20);
        }
    }
}
