package dev.gauntlet.defence.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Benign rows have x = y, malicious ones x = y + 5; the detector tells them apart by x alone. */
final class NoveltyTest {
    private static final Schema SCHEMA = new Schema(List.of(Feature.real("x", -10, 20), Feature.real("y", -10, 20)));
    private static final Split.Parts PARTS = new Split.Parts(rows(1200, 1), rows(800, 2), rows(800, 3));
    private static final Train STEP = new Train(new RandomForest(30, 0, 5, 1), 0.02);

    private static final ThreatModel WITHIN = ThreatModel.standard().withBudget(new Budget(0, 0.5, 200, 20, 0));

    private static Dataset rows(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[][] rows = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
            double y = 2 * rng.nextGaussian();
            rows[i] = new double[] {y + 8 * labels[i] + 0.1 * rng.nextGaussian(), y};
        }
        return Dataset.of(SCHEMA, Rows.of(rows), labels, List.of("benign", "bad"));
    }

    static Stream<TrainingDefence> screens() {
        return Stream.of(new LeafNovelty(0.02, 500, 1), new NeighbourNovelty(0.02, 500, 1));
    }

    private static Model hardened(TrainingDefence defence, Train step) {
        return defence.harden(Learner.PLAIN, step, PARTS, ThreatModel.standard(), Toy.run());
    }

    private static double share(Model model, Rows rows) {
        int alarms = 0;
        for (boolean alarm : model.alarms(rows)) {
            alarms += alarm ? 1 : 0;
        }
        return alarms / (double) rows.size();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void rowsUnlikeAllBenignOnesAlarmWithinTheStatedShareOfFalseAlarms(TrainingDefence defence) {
        Model plain = STEP.apply(PARTS.train(), PARTS.validation(), Toy.run());
        Model screened = hardened(defence, STEP);
        Dataset victims = PARTS.test().select(PARTS.test().maliciousRows());
        List<double[]> evading = OwnEvasions.of(plain, victims, PARTS.train(), WITHIN, Toy.run()).stream()
                .flatMap(Optional::stream)
                .toList();
        assertThat(evading).hasSizeGreaterThan(100);
        Rows changed = Rows.of(evading.toArray(double[][]::new));
        assertThat(share(plain, changed)).isZero();
        assertThat(share(screened, changed)).isGreaterThan(defence instanceof LeafNovelty ? 0.15 : 0.5);
        Dataset validation = PARTS.validation();
        Rows benign = validation.rows().select(validation.benignRows());
        assertThat(share(screened, benign)).isBetween(share(plain, benign), 0.04);
        Rows fresh = PARTS.test().rows().select(PARTS.test().benignRows());
        assertThat(share(screened, fresh)).as("on rows not used for the limit").isLessThan(0.08);
        Rows bad = PARTS.test().rows().select(PARTS.test().maliciousRows());
        assertThat(share(screened, bad)).isGreaterThanOrEqualTo(share(plain, bad));
    }

    @Test
    void aDetectorWithoutTreesHasNoLeavesAndStaysAsItIs() {
        Train step = STEP.with(new LogisticRegression());
        assertThat(hardened(new LeafNovelty(), step).kernel().form()).doesNotStartWith("screened");
        assertThat(hardened(new NeighbourNovelty(), step).kernel().form()).startsWith("screened-");
    }
}
