package dev.gauntlet.process.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Prevalence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.RandomForest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MonitorTest {
    private static final Dataset REFERENCE = Toy.clusters(600, 1);
    private static final Dataset LIVE = Toy.clusters(600, 2);
    private static final Model MODEL = new RandomForest().train(Toy.clusters(600, 3), Toy.run());

    private static Monitor.Drift drift(Model model, Dataset live) {
        return new Monitor().apply(model, REFERENCE, live, Toy.run());
    }

    @Test
    void rowsDrawnAlikeGiveNoWarning() {
        Monitor.Drift drift = drift(MODEL, LIVE);
        assertThat(drift.found()).isFalse();
        assertThat(drift.energy().p()).isGreaterThan(0.05);
        assertThat(drift.share().orElseThrow().share()).isCloseTo(1 / 3.0, within(0.05));
        assertThat(drift.alertShare()).isCloseTo(1 / 3.0, within(0.05));
        assertThat(drift.alertsPerDay()).isCloseTo(200 / 25.0, within(1.0));
    }

    @Test
    void aFeatureThatMovesIsNamedFirst() {
        Rows rows = LIVE.rows();
        Dataset moved = LIVE.withRows(Rows.fill(600, 4, (i, j) -> rows.get(i, j) + (j == 2 ? 2 : 0)));
        Monitor.Drift drift = drift(MODEL, moved);
        assertThat(drift.found()).isTrue();
        assertThat(drift.features().get(0).feature()).isEqualTo("u");
        assertThat(drift.features().stream().filter(Monitor.Moved::moved)).hasSize(1);
        assertThat(drift.energy().p()).isEqualTo(0.01);
    }

    @Test
    void aLargerShareOfMaliciousRowsIsEstimatedWithoutLabels() {
        int[] more = IntStream.range(0, 600)
                .filter(i -> LIVE.malicious(i) || i % 4 == 0)
                .toArray();
        Dataset live = LIVE.select(more);
        double share = live.maliciousRows().length / (double) live.size();
        Monitor.Drift drift = drift(MODEL, live.relabel(i -> -1));
        Prevalence found = drift.share().orElseThrow();
        assertThat(found.share()).isCloseTo(share, within(0.06));
        assertThat(found.low()).isBetween(share - 0.12, share);
        assertThat(found.high()).isBetween(share, share + 0.12);
        assertThat(drift.trainedPrevalence()).isEqualTo(1 / 3.0);
        assertThat(drift.scoreMoved()).isTrue();
    }

    @Test
    void noShareIsEstimatedWhereBenignRowsScoreOtherwise() {
        Rows rows = LIVE.rows();
        // Benign rows come half of the way towards the malicious ones.
        Dataset moved =
                LIVE.withRows(Rows.fill(600, 4, (i, j) -> (j < 2 && !LIVE.malicious(i) ? 2 : 0) + rows.get(i, j)));
        Monitor.Drift drift = drift(MODEL, moved);
        assertThat(drift.share()).isEmpty();
        assertThat(drift.prevalence().orElseThrow().p()).isLessThan(0.01);
        assertThat(drift.prevalence().orElseThrow().unexplained()).isGreaterThan(0.02);
    }

    @Test
    void anomalyScoresDoToo() {
        Model anomalies = new IsolationForest().train(Toy.clusters(600, 3), Toy.run());
        assertThat(drift(anomalies, LIVE).share().orElseThrow().share()).isCloseTo(1 / 3.0, within(0.08));
    }

    @Test
    void withoutMaliciousReferenceRowsThereIsNoEstimate() {
        Dataset benign = REFERENCE.select(
                IntStream.range(0, 600).filter(i -> !REFERENCE.malicious(i)).toArray());
        assertThat(new Monitor().apply(MODEL, benign, LIVE, Toy.run()).prevalence())
                .isEmpty();
    }
}
