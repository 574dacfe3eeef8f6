package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.monitor.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Days of 240 rows, a third of them malicious. Malice lies at (7, 7) in the first two features; from the third day on it
 * lies where honest rows do, and high in the third feature.
 */
final class DayByDayTest {
    private static final int DRIFTS = 2;
    private static final Train TRAIN = new Train(Toy.forest(), 0.05);
    private static final Retrain SLIDING = retrain(new Window.Sliding(2));

    private static Retrain retrain(Window window) {
        return new Retrain(new Steps(TRAIN).with(window));
    }

    private static Dataset day(int day, boolean moved) {
        Rng rng = Seed.of(11).child(day).rng();
        int[] labels = IntStream.range(0, 240).map(i -> i % 3 == 2 ? 1 : 0).toArray();
        Rows rows = Rows.fill(240, 4, (i, j) -> {
            boolean bad = labels[i] == 1;
            double centre = j == 3 ? 5 : j == 2 ? (bad && moved ? 9 : 5) : bad && !moved ? 7 : 3;
            return Math.max(0, Math.min(10, centre + 0.8 * rng.nextGaussian()));
        });
        return Days.on(Dataset.of(Toy.plain(), rows, labels, List.of("benign", "malicious")), day);
    }

    private static final Dataset KNOWN = day(-1, false);
    private static final List<Dataset> DAYS =
            IntStream.range(0, 7).mapToObj(d -> day(d, d >= DRIFTS)).toList();

    private static RetrainHistory course(DayByDay step, List<Dataset> days, Run run) {
        Split.Parts parts = DayByDay.cut(KNOWN, run);
        Model first = TRAIN.apply(parts.train(), parts.validation(), run.child("first"));
        return step.apply(parts, first, days, day -> {}, run);
    }

    private static double recall(RetrainHistory.Line line, Day day) {
        return line.on(day).recall().value();
    }

    @Test
    void theDetectorThatIsRetrainedRecoversAndTheOtherDoesNot() {
        Gate gate = new Gate(0.02, 0.1, 100, 0.5, 0.1);
        RetrainHistory course = course(new DayByDay(SLIDING, new Due.Every(1), gate), DAYS, Toy.run());
        for (Day day : course.days()) {
            assertThat(recall(RetrainHistory.Line.NEVER, day) > 0.7).isEqualTo(day.number() <= DRIFTS);
        }
        // Labels of day 3 arrive in the evening of day 4 and are used for training in that of day 5, when those of day
        // 4
        // arrive to compare on.
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(2))).isLessThan(0.4);
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(3))).isLessThan(0.4);
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(4))).isLessThan(0.4);
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(5))).isGreaterThan(0.7);
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(6))).isGreaterThan(0.8);
        assertThat(course.recall(RetrainHistory.Line.RETRAINED))
                .isGreaterThan(course.recall(RetrainHistory.Line.NEVER) + 0.1);
    }

    @Test
    void labelsThatArriveLateAreUsedLate() {
        Gate gate = new Gate(0.02, 0.1, 100, 0.5, 0.1);
        RetrainHistory course = course(new DayByDay(SLIDING, new Due.Every(1), gate, 2, 1, 50), DAYS, Toy.run());
        assertThat(course.days().stream().map(Day::outcome).limit(3)).containsOnly("no new rows");
        assertThat(course.days().get(3).contest()).isPresent();
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(5))).isLessThan(0.4);
        assertThat(recall(RetrainHistory.Line.RETRAINED, course.days().get(6))).isGreaterThan(0.7);
        assertThat(course.canaries()).isLessThanOrEqualTo(20);
    }

    @Test
    void driftAloneMakesItDue() {
        RetrainHistory course = course(
                new DayByDay(SLIDING, new Due.OnDrift(new Monitor()), new Gate(0.02, 0.1, 100, 0.5, 0.1)),
                DAYS,
                Toy.run());
        assertThat(course.days().stream().limit(DRIFTS))
                .allMatch(day -> !day.drift() && day.due().isEmpty());
        assertThat(course.days().get(DRIFTS).drift()).isTrue();
        assertThat(course.days().get(DRIFTS).due().orElseThrow()).contains("u");
        assertThat(course.promotions()).isPositive();
    }

    /** From the second day on the labels say that all malice is honest, and the gate is asked or is not. */
    @Test
    void thePoisonedChallengerIsKeptOut() {
        List<Dataset> honest =
                IntStream.range(0, 5).mapToObj(d -> day(d, false)).toList();
        List<Dataset> poisoned = new ArrayList<>();
        for (Dataset day : honest) {
            poisoned.add(day.relabel(i -> day.malicious(i) && i % 4 != 0 ? 0 : day.label(i)));
        }
        RetrainHistory open =
                course(new DayByDay(SLIDING, new Due.Every(1), new Gate(1, 1, 100, 0, 1)), poisoned, Toy.run());
        RetrainHistory gated =
                course(new DayByDay(SLIDING, new Due.Every(1), new Gate(1, 1, 2, 0.5, 0.9)), poisoned, Toy.run());
        assertThat(open.days().get(4).retrained().recall().value()).isLessThan(0.5);
        assertThat(gated.days().get(4).retrained().recall().value()).isGreaterThan(0.8);
        Day kept = gated.days().get(4);
        assertThat(kept.outcome()).isEqualTo("kept");
        assertThat(kept.contest().orElseThrow().reason()).contains("canaries lost, 2 allowed");
        assertThat(kept.champion()).isZero();
    }

    @Test
    void aDayIsComparedOnBeforeItIsTrainedOnAndEveryComparisonIsRecorded() {
        RetrainHistory course =
                course(new DayByDay(SLIDING, new Due.Every(2), new Gate()), DAYS.subList(0, 5), Toy.run());
        // Labels of day 1 arrive in the evening of day 2, and are first used for training in that of day 3.
        assertThat(course.days().stream().map(day -> day.contest().isPresent()))
                .containsExactly(false, false, true, false, true);
        assertThat(course.seals().stream().map(seal -> seal.openings().size())).containsExactly(0, 1, 0, 1);
        assertThat(course.days().get(2).contest().orElseThrow().lostRecall().n())
                .isEqualTo(80);
        RetrainHistory two =
                course(new DayByDay(SLIDING, new Due.Every(1), new Gate(), 1, 2, 50), DAYS.subList(0, 5), Toy.run());
        assertThat(two.seals().stream().map(seal -> seal.openings().size())).containsExactly(0, 1, 2, 1);
        assertThat(two.days().get(3).opened()).isZero();
        assertThat(two.days().get(4).opened()).isEqualTo(1);
        assertThat(two.days().get(4).contest().orElseThrow().lostRecall().n()).isEqualTo(160);
    }

    @Test
    void theSameBitsAtOneThreadAndAtTwo() {
        DayByDay step =
                new DayByDay(retrain(new Window.Reservoir(200)), new Due.Every(1), new Gate(0.02, 0.1, 100, 0.5, 0.1));
        RetrainHistory one = Toy.onThreads(1, run -> course(step, DAYS, run));
        RetrainHistory two = Toy.onThreads(2, run -> course(step, DAYS, run));
        assertThat(one).isEqualTo(two);
        assertThat(one.challengers()).isPositive();
    }

    @Test
    void aWindowWithOneClassTrainsNothing() {
        Dataset benign = DAYS.get(0).select(DAYS.get(0).benignRows());
        RetrainHistory course = course(
                new DayByDay(retrain(new Window.Sliding(0.5)), new Due.Every(1), new Gate()),
                List.of(benign, benign, benign),
                Toy.run());
        assertThat(course.days().get(2).outcome()).isEqualTo("too few rows for training: 0 malicious, 160 benign");
        assertThat(course.recall(RetrainHistory.Line.NEVER)).isNaN();
    }

    @Test
    void areasAreTrapeziaOverTheDaysWithCases() {
        RetrainHistory course = new RetrainHistory(
                List.of(
                        lived(new Confusion(8, 0, 10, 2), new Confusion(8, 1, 9, 2)),
                        lived(new Confusion(0, 1, 9, 0), new Confusion(0, 1, 9, 0)),
                        lived(new Confusion(6, 0, 10, 4), new Confusion(2, 3, 7, 8)),
                        lived(new Confusion(10, 2, 8, 0), new Confusion(0, 5, 5, 10))),
                0,
                List.of());
        // Recall .8, .6, 1: (.7 + .8) / 2; and .8, .2, 0: (.5 + .1) / 2.
        assertThat(course.recall(RetrainHistory.Line.RETRAINED)).isEqualTo(0.75, within(1e-12));
        assertThat(course.recall(RetrainHistory.Line.NEVER)).isEqualTo(0.3, within(1e-12));
        // 0, .1, 0, .2: (.05 + .05 + .1) / 3.
        assertThat(course.falsePositiveRate(RetrainHistory.Line.RETRAINED)).isEqualTo(0.2 / 3, within(1e-12));
    }

    private static Day lived(Confusion retrained, Confusion never) {
        return new Day(1, 0, 10, retrained, never, 0, 0, false, Optional.empty(), "not due", 0, Optional.empty(), 0, 0);
    }

    @Test
    void stepsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new DayByDay(SLIDING, new Due.Every(1), new Gate(), -1, 1, 1))
                .hasMessage("labelDelay must be at least 0 but is -1");
        assertThatThrownBy(() -> new DayByDay(SLIDING, new Due.Every(1), new Gate(), 1, 0, 1))
                .hasMessage("compareDays must be at least 1 but is 0");
    }
}
