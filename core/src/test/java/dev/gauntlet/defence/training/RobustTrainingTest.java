package dev.gauntlet.defence.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.evasion.ExactTrees;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.search.trees.MinimalChange;
import dev.gauntlet.search.trees.ProvenRecall;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RobustTrainingTest {
    private static final double FAR = 0.7;
    private static final Schema SCHEMA = new Schema(
            List.of(Feature.real("cheap", 0, 1), Feature.real("dear", 0, 1).withMove(Move.FIXED)));
    private static final Split.Parts PARTS = new Split.Parts(rows(600, 1), rows(400, 2), rows(300, 3));
    private static final Train STEP = new Train(new RandomForest(20, 0, 1, 1), 0.05);

    /** A feature that anybody moves tells the classes apart, and another that nobody moves nearly as well. */
    private static Dataset rows(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[][] rows = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
            int shown = rng.chance(0.04) ? 1 - labels[i] : labels[i];
            rows[i] = new double[] {labels[i] * 0.6 + 0.3 * rng.nextDouble(), shown * 0.6 + 0.3 * rng.nextDouble()};
        }
        return Dataset.of(SCHEMA, Rows.of(rows), labels, List.of("benign", "bad"));
    }

    static Stream<TrainingDefence> robust() {
        return Stream.of(new RobustBoostingTraining(20, 3, 1), new RobustForestTraining(20, 3, 1));
    }

    private static ThreatModel within(double eps) {
        return ThreatModel.standard().withBudget(new Budget(0, eps, 100, 1e9, 0));
    }

    private static ProvenRecall recall(Model model) {
        Dataset test = PARTS.test();
        return ProvenRecall.of(
                model, test.rows().select(test.maliciousRows()), new MinimalChange(Norm.LINF, FAR, 100_000), Toy.run());
    }

    @ParameterizedTest
    @MethodSource("robust")
    void theRecallThatNoChangeTakesAwayIsHighAgainstTheAttackerThatIsAssumed(TrainingDefence defence) {
        Model plain = STEP.apply(PARTS.train(), PARTS.validation(), Toy.run());
        Model robust = defence.harden(Learner.PLAIN, STEP, PARTS, within(FAR), Toy.run());
        assertThat(recall(plain).found(FAR).value()).isLessThan(0.2);
        assertThat(recall(robust).proven(FAR).value()).isGreaterThan(0.8);
    }

    @Test
    void theAttackerThatIsAssumedMayBeTooWeak() {
        Model careless =
                new RobustBoostingTraining(20, 3, 0.02).harden(Learner.PLAIN, STEP, PARTS, within(FAR), Toy.run());
        assertThat(recall(careless).found(FAR).value()).isLessThan(0.5);
    }

    @Test
    void whereAttackersMoveEverythingBothWaysNothingIsMonotone() {
        Learner learner = new MonotoneFeatures().guard(Pipeline.PLAIN).learner();
        Schema free = SCHEMA.withFeatures(
                SCHEMA.features().stream().map(f -> f.withMove(Move.FREE)).toList());
        assertThat(learner.unfit(SCHEMA)).isEmpty();
        assertThat(learner.unfit(free)).isPresent();
    }

    /** The exact search finds no least change of any detected row, and proves that there is none. */
    @Test
    void nothingEvadesAMonotoneDetectorThatIsDetected() {
        Model monotone = new MonotoneFeatures(20, 3).harden(Learner.PLAIN, STEP, PARTS, within(0), Toy.run());
        ProvenRecall recall = recall(monotone);
        assertThat(recall.proven(FAR)).isEqualTo(recall.found(0));
        assertThat(recall.proven(FAR).value()).isGreaterThan(0.8);
    }

    @Test
    void theFeatureThatEvasionsRelyOnIsRemoved() {
        FeatureRemoval removal = new FeatureRemoval(5, 60, 0.2);
        Model model = removal.harden(Learner.PLAIN, STEP, PARTS, within(FAR), Toy.run());
        assertThat(model.encoding().isUnused(0)).as("cheap").isTrue();
        assertThat(model.encoding().isUnused(1)).as("dear").isFalse();
        assertThat(recall(model).proven(FAR).value()).isGreaterThan(0.8);
        Model bound = new FeatureRemoval(5, 60, 0).harden(Learner.PLAIN, STEP, PARTS, within(FAR), Toy.run());
        assertThat(bound.encoding().isUnused(0)).as("recall would fall").isFalse();
    }

    /** Nothing evades an attacker who cannot move. */
    @Test
    void withoutEvasionsNothingIsRemoved() {
        Model model = new FeatureRemoval(5, 60, 1).harden(Learner.PLAIN, STEP, PARTS, within(0), Toy.run());
        assertThat(model.encoding().isUnused(0)).isFalse();
        assertThat(model.encoding().isUnused(1)).isFalse();
    }

    @Test
    void theFindingNamesWhatIsNotUsed() {
        Lab lab = Lab.of(PARTS, STEP, Toy.run());
        Lab near = new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                within(FAR),
                30);
        List<Finding> findings = new Campaign(List.of(new ExactTrees()), List.of(new FeatureRemoval(5, 60, 1)), 0.05)
                .apply(near, Toy.run(), Campaign.SILENT);
        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(
                        finding -> assertThat(finding.reason()).contains("the defended detector does not use cheap"));
    }

    @Test
    void detectorsOfOtherTasksAreNotReplaced() {
        assertThat(Stream.concat(robust(), Stream.of(new MonotoneFeatures()))
                        .map(defence -> defence.guard(Pipeline.PLAIN).learner()))
                .allMatch(learner -> learner.keeps(Goals.Task.CLASSIFY))
                .noneMatch(learner -> learner.keeps(Goals.Task.CATEGORISE))
                .noneMatch(learner -> learner.keeps(Goals.Task.PREDICT))
                .noneMatch(learner -> learner.keeps(Goals.Task.DETECT_ANOMALIES));
    }
}
