package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.evasion.GreedyScore;
import dev.gauntlet.attack.evasion.LabelOnlyEvasion;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.attack.evasion.ProjectedGradient;
import dev.gauntlet.attack.evasion.TransferEvasion;
import dev.gauntlet.attack.extraction.SubstituteExtraction;
import dev.gauntlet.attack.flooding.CheapestFlood;
import dev.gauntlet.attack.labels.LabelFlip;
import dev.gauntlet.attack.poisoning.InjectedSamples;
import dev.gauntlet.attack.retraining.BoilingFrog;
import dev.gauntlet.attack.tampering.LeafTampering;
import dev.gauntlet.attack.tampering.ThresholdTampering;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.defence.training.RegularisedTraining;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.RidgeRegression;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A detector of kinds: benign rows around x = 2, scans around 5 and theft around 8. */
final class KindsTest {
    private static final List<String> NAMES = List.of("benign", "scan", "theft");
    private static final Split.Parts PARTS = new Split.Parts(rows(600, 1), rows(300, 2), rows(300, 3));
    private static final Train STEP = new Train(Toy.forest(), 0.05);
    private static final Model MODEL = STEP.apply(PARTS.train(), PARTS.validation(), Toy.run());

    private static Dataset rows(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
        Rows rows = Rows.fill(
                size,
                4,
                (i, j) -> j > 0
                        ? 10 * rng.nextDouble()
                        : Math.max(0, Math.min(10, 2 + 3 * labels[i] + 0.5 * rng.nextGaussian())));
        return Dataset.of(Toy.plain(), rows, labels, NAMES)
                .withTimes(IntStream.range(0, size).mapToDouble(i -> i * 3600.0).toArray())
                .ofKinds();
    }

    private static Lab lab(Goals goals, Budget budget) {
        return new Lab(
                PARTS,
                PARTS.validation(),
                STEP,
                MODEL,
                Toy.forest(),
                List.of(Toy.forest()),
                Optional.empty(),
                ThreatModel.standard().withBudget(budget).withGoals(goals),
                40);
    }

    private static List<Arm> arms(Goals goals, Budget budget, Attack attack) {
        return Bench.of(lab(goals, budget), attack, Toy.run()).undefended();
    }

    /** Far enough for every goal. */
    private static final Budget FAR = new Budget(0.3, 1, 400, 20, 0.5);

    /** A move by 4, far enough for the next kind and not for the one after it. */
    private static final Budget NEAR = new Budget(0.3, 0.4, 400, 20, 0.5);

    @Test
    void theDetectorTellsTheKindsApart() {
        Dataset test = PARTS.test();
        int[] answers = MODEL.verdicts(test.rows());
        long right = IntStream.range(0, test.size())
                .filter(i -> answers[i] == test.label(i))
                .count();
        assertThat(MODEL.outputs()).isEqualTo(3);
        assertThat(right).isGreaterThan(280);
    }

    static List<Attack> evasions() {
        return List.of(new LabelOnlyEvasion(), new Mimicry(), new TransferEvasion());
    }

    /** Within reach of theft are scans; benign rows are not. */
    @ParameterizedTest
    @MethodSource("evasions")
    void anotherKindIsNearerThanBenign(Attack attack) {
        double benign =
                damage(arms(Goals.BENIGN, NEAR, attack), Arm.Name.ATTACKED).value();
        double other =
                damage(arms(Goals.OTHER_KIND, NEAR, attack), Arm.Name.ATTACKED).value();
        assertThat(other).isGreaterThan(0.8);
        assertThat(benign).as("theft is out of reach, and half of the victims").isBetween(0.3, 0.7);
    }

    @ParameterizedTest
    @MethodSource("evasions")
    void rowsAreTakenForTheKindThatIsWanted(Attack attack) {
        List<Arm> arms = arms(Goals.kind(1), FAR, attack);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isLessThan(0.1);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isGreaterThan(0.8);
        assertThat(damage(arms, Arm.Name.ATTACKED).n())
                .as("theft alone is another kind than scans")
                .isEqualTo(40);
    }

    @Test
    void aFloodOfOneKindStartsFromBenignRows() {
        double theft = damage(arms(Goals.kind(2), NEAR, new CheapestFlood()), Arm.Name.ATTACKED)
                .value();
        double scans = damage(arms(Goals.kind(1), NEAR, new CheapestFlood()), Arm.Name.ATTACKED)
                .value();
        assertThat(scans).isGreaterThan(0.8);
        assertThat(theft).as("too far for most").isLessThan(0.4);
    }

    /** Else it would have a smaller budget than the attack. */
    @Test
    void aRandomAttackerChangesEveryLabelThatItPicks() {
        for (Goals goals : List.of(Goals.BENIGN, Goals.OTHER_KIND, Goals.kind(1), Goals.kind(2))) {
            for (int label = 0; label < NAMES.size(); label++) {
                assertThat(lab(goals, NEAR).flipped(label)).as(goals.toString()).isNotEqualTo(label);
            }
        }
    }

    @Test
    void flippedLabelsAreThoseThatServeTheGoal() {
        List<Arm> arms = arms(Goals.kind(1), FAR, new LabelFlip());
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isLessThan(0.1);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isGreaterThan(0.5);
        assertThat(damage(arms(Goals.kind(1), FAR, new InjectedSamples()), Arm.Name.ATTACKED)
                        .value())
                .isGreaterThan(0.3);
    }

    @Test
    void tamperedLeavesSayTheKindThatIsWanted() {
        Budget all = new Budget(1, 1, 10, 20, 0.5);
        assertThat(damage(arms(Goals.kind(1), all, new LeafTampering()), Arm.Name.ATTACKED)
                        .value())
                .isGreaterThan(0.9);
        assertThat(damage(arms(Goals.BENIGN, all, new LeafTampering()), Arm.Name.ATTACKED)
                        .value())
                .isGreaterThan(0.9);
    }

    /** The random attacker has as many queries; scores make a kind that is far away cheaper to reach. */
    @Test
    void scoresOfKindsAreFollowedToTheGoal() {
        for (Goals goals : List.of(Goals.kind(1), Goals.OTHER_KIND)) {
            assertThat(lab(goals, FAR).refuses(new GreedyScore())).isEmpty();
            List<Arm> arms = arms(goals, FAR, new GreedyScore());
            assertThat(damage(arms, Arm.Name.ATTACKED).value()).isGreaterThan(0.9);
            assertThat(damage(arms, Arm.Name.CLEAN).value()).isLessThan(0.1);
        }
    }

    /** A softmax regression has a gradient for each class; a forest has none. */
    @Test
    void gradientsOfKindsAreFollowedToTheGoal() {
        Train step = new Train(new LogisticRegression(), 0.05);
        Model smooth =
                step.calibrate(new LogisticRegression().categorise(PARTS.train(), Toy.run()), PARTS.validation());
        for (Goals goals : List.of(Goals.kind(1), Goals.OTHER_KIND)) {
            assertThat(lab(goals, FAR).refuses(new ProjectedGradient())).isPresent();
            Lab lab = lab(goals, FAR).with(smooth);
            assertThat(lab.refuses(new ProjectedGradient())).isEmpty();
            List<Arm> arms = Bench.of(lab, new ProjectedGradient(), Toy.run()).undefended();
            assertThat(damage(arms, Arm.Name.ATTACKED).value()).isGreaterThan(0.9);
            assertThat(damage(arms, Arm.Name.CLEAN).value()).isLessThan(0.1);
        }
    }

    @Test
    void whatTeachesOrSilencesOnlyIsNotTriedForOneKind() {
        Lab lab = lab(Goals.kind(1), FAR);
        assertThat(lab.refuses(new BoilingFrog()))
                .contains("what it sends is labelled benign, which teaches no kind of malice");
        assertThat(lab.refuses(new ThresholdTampering()))
                .contains("it makes the detector call rows benign, and no kind of malice");
        assertThat(Catalogue.all(Attack.class).stream()
                        .filter(attack -> attack.family().equals("channel")))
                .isNotEmpty()
                .allSatisfy(attack -> assertThat(lab.refuses(attack)).isPresent());
        assertThat(lab(Goals.OTHER_KIND, FAR).refuses(new BoilingFrog())).isEmpty();
    }

    static List<TrainingDefence> hardenings() {
        return Catalogue.all(Defence.class).stream()
                .filter(TrainingDefence.class::isInstance)
                .map(TrainingDefence.class::cast)
                .filter(defence -> defence.unfit(PARTS.train().schema()).isEmpty())
                .toList();
    }

    /** Of a detector that names no kind, a goal among kinds would be out of reach, or reached by everybody. */
    @ParameterizedTest
    @MethodSource("hardenings")
    void aDefenceIsTriedIfItsDetectorTellsTheKindsApart(TrainingDefence defence) {
        Pipeline met = defence.guard(Pipeline.PLAIN);
        ThreatModel assumed = ThreatModel.standard().withBudget(NEAR).withGoals(Goals.kind(2));
        int classes = met.learner().learn(STEP, PARTS, assumed, Toy.run()).outputs();
        Optional<String> refused = lab(Goals.kind(2), NEAR).refuses(met);
        assertThat(refused.isEmpty()).as(refused.toString()).isEqualTo(classes == 3);
        assertThat(new RegularisedTraining().guard(met).learner().keeps(Goals.Task.CATEGORISE))
                .isEqualTo(classes == 3);
    }

    /** A copy of the alarms alone does not agree on kinds. */
    @Test
    void aCopyAgreesIfItNamesTheSameKind() {
        List<Arm> whole = arms(Goals.BENIGN, FAR, new SubstituteExtraction());
        assertThat(damage(whole, Arm.Name.ATTACKED).value()).isGreaterThan(0.9);
        Attack alarms = new Fake.Copier((oracle, grant) ->
                Optional.of(Model.of("alarms", Toy.plain(), row -> row[0] > 3.5 ? 1 : 0)));
        double binary =
                damage(arms(Goals.BENIGN, FAR, alarms), Arm.Name.ATTACKED).value();
        assertThat(binary).as("right on benign rows and scans").isBetween(0.6, 0.85);
    }

    @Test
    void theSameAtAnyNumberOfThreads() {
        List<String> texts = IntStream.of(1, 2, 8)
                .mapToObj(threads -> Toy.onThreads(threads, run -> text(run)))
                .distinct()
                .toList();
        assertThat(texts).hasSize(1);
    }

    private static String text(Run run) {
        Lab lab = lab(Goals.OTHER_KIND, NEAR);
        StringBuilder text = new StringBuilder();
        for (Attack attack : List.of(new TransferEvasion(), new LabelFlip(), new SubstituteExtraction())) {
            Bench.of(lab, attack, run)
                    .undefended()
                    .forEach(arm -> text.append(arm.damage()).append(arm.victims()));
        }
        return text.toString();
    }

    /** A model of numbers can detect: a row alarms if its number reaches the threshold. */
    @Test
    void anEstimateThatAlarmsIsNoAnswerOfADetector() {
        Dataset quantities = PARTS.train()
                .withQuantities(Arrays.stream(PARTS.train().rows().column(0)).toArray());
        Model numbers = new RidgeRegression().trained(quantities, Toy.run()).withThreshold(3.5);
        Lab lab = lab(Goals.DETECTION, FAR).with(numbers);
        for (Attack attack : List.of(new LabelOnlyEvasion(), new CheapestFlood())) {
            List<Arm> arms = Bench.of(lab, attack, Toy.run()).undefended();
            assertThat(damage(arms, Arm.Name.CLEAN).value()).as(attack.id()).isLessThan(0.1);
            assertThat(damage(arms, Arm.Name.ATTACKED).value()).as(attack.id()).isGreaterThan(0.8);
        }
        List<Arm> copied = Bench.of(lab, new SubstituteExtraction(), Toy.run()).undefended();
        assertThat(damage(copied, Arm.Name.ATTACKED).value()).isGreaterThan(0.8);
        List<Arm> tampered = Bench.of(lab, new ThresholdTampering(), Toy.run()).undefended();
        assertThat(damage(tampered, Arm.Name.ATTACKED).value()).isGreaterThan(0.8);
    }

    /** A quantity that is ten times x: of a row at 5 it is 50. */
    @Test
    void anEstimateIsMovedByTheAmount() {
        Dataset quantities = PARTS.train()
                .withQuantities(Arrays.stream(PARTS.train().rows().column(0))
                        .map(x -> 10 * x)
                        .toArray());
        Model model = new RidgeRegression().trained(quantities, Toy.run());
        Dataset test = PARTS.test().withQuantities(new double[PARTS.test().size()]);
        Dataset own = PARTS.validation()
                .withQuantities(Arrays.stream(PARTS.validation().rows().column(0))
                        .map(x -> 10 * x)
                        .toArray());
        for (double amount : new double[] {15, 60}) {
            Lab lab = new Lab(
                    new Split.Parts(quantities, own, test),
                    own,
                    STEP,
                    model,
                    Toy.forest(),
                    List.of(Toy.forest()),
                    Optional.empty(),
                    ThreatModel.standard().withBudget(NEAR).withGoals(Goals.moved(amount)),
                    40);
            for (Attack attack : List.of(new LabelOnlyEvasion(), new TransferEvasion(), new CheapestFlood())) {
                double reached = damage(Bench.of(lab, attack, Toy.run()).undefended(), Arm.Name.ATTACKED)
                        .value();
                assertThat(reached)
                        .as(attack + " by " + amount + ", and a row moves by 40 at most")
                        .matches(share -> amount < 40 ? share > 0.6 : share == 0);
            }
            assertThat(lab.refuses(new LabelFlip()))
                    .contains("it is measured on verdicts, and this model estimates a quantity");
            assertThat(lab.goal()).isEqualTo(new Goal.Moved(amount, false));
        }
    }
}
