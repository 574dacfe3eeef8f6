package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every pitfall has a planted fault that fires it; the clean case fires none. */
final class DataChecksTest {
    private static final RandomForest FOREST = new RandomForest(40, 8, 3, 0);
    private static final Split.Parts CLEAN = new Split(Split.By.TIME, 0.25, 0.2).apply(rows("bytes"), Toy.run());

    /** 1200 rows, one an hour; four features that tell a little each, and two of noise. */
    private static Dataset rows(String firstName) {
        Rng rng = Toy.run().child("rows").rng();
        int[] labels = IntStream.range(0, 1200).map(i -> i % 3 == 0 ? 1 : 0).toArray();
        Rows rows = Rows.fill(1200, 6, (i, j) -> (j < 4 && labels[i] == 1 ? 1.4 : 0) + rng.nextGaussian());
        Schema schema = new Schema(List.of(firstName, "packets", "duration", "flags", "noise", "more").stream()
                .map(name -> Feature.real(name, -100, 100))
                .toList());
        return Dataset.of(schema, rows, labels, List.of("benign", "malicious"))
                .withTimes(IntStream.range(0, 1200).mapToDouble(i -> i * 3600.0).toArray());
    }

    private static DataChecks stated(Split.Parts parts) {
        return new DataChecks(
                Optional.of(Split.By.TIME),
                Optional.of(parts.train().digest()),
                List.of("recall"),
                Optional.of(new BaseRate(0.001, 1e6)),
                true);
    }

    private static List<String> fired(DataChecks checks, Split.Parts parts, List<Baseline> baselines) {
        Model model = new Train(FOREST, 0.05).apply(parts.train(), parts.validation(), Toy.run());
        return checks.apply(model, parts, baselines, Toy.run()).stream()
                .filter(DataCheck::fired)
                .map(DataCheck::id)
                .toList();
    }

    private static List<String> fired(Split.Parts parts) {
        return fired(stated(parts), parts, List.of(poor()));
    }

    private static Baseline poor() {
        return new Baseline("majority", "", new Confusion(0, 0, 1, 1), 0);
    }

    @Test
    void cleanDataTriggerNoCheck() {
        assertThat(fired(CLEAN)).isEmpty();
        Model model = new Train(FOREST, 0.05).apply(CLEAN.train(), CLEAN.validation(), Toy.run());
        assertThat(stated(CLEAN).apply(model, CLEAN, List.of(poor()), Toy.run()))
                .extracting(DataCheck::id)
                .containsExactly("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10");
    }

    @Test
    void p1FiresWhenTestRowsAreDrawnElsewhere() {
        Rows moved = CLEAN.test().rows();
        Dataset shifted =
                CLEAN.test().withRows(Rows.fill(moved.size(), 6, (i, j) -> moved.get(i, j) + (j == 4 ? 3 : 0)));
        assertThat(fired(CLEAN.withTest(shifted))).containsExactly("P1");
    }

    @Test
    void p2FiresOnFlippedLabels() {
        Dataset train = CLEAN.train();
        Dataset noisy = train.relabel(i -> i % 4 == 1 ? 1 - train.label(i) : train.label(i));
        assertThat(fired(CLEAN.withTrain(noisy))).contains("P2");
    }

    @Test
    void p3FiresOnCopiesOnTheFutureAndOnForeignFitting() {
        Dataset copies = CLEAN.train().slice(0, 40).withTimes(times(40, 1e9));
        assertThat(fired(CLEAN.withTest(CLEAN.test().append(copies.withIds(ids(40))))))
                .contains("P3");
        Split.Parts future =
                CLEAN.withTrain(CLEAN.train().withTimes(times(CLEAN.train().size(), 1e9)));
        assertThat(fired(future)).containsExactly("P3");
        DataChecks foreign = new DataChecks(
                Optional.of(Split.By.TIME),
                Optional.of("another"),
                List.of("recall"),
                stated(CLEAN).rate(),
                true);
        assertThat(fired(foreign, CLEAN, List.of(poor()))).containsExactly("P3");
    }

    @Test
    void p3FiresOnSourcesThatAreMaliciousInBothParts() {
        Split.Parts shared = CLEAN.withTrain(sourced(CLEAN.train(), "a")).withTest(sourced(CLEAN.test(), "a"));
        assertThat(fired(shared)).containsExactly("P3");
        assertThat(snooping(shared))
                .contains("1 source has malicious rows in the training and in the test part: split by group");
        Split.Parts apart = CLEAN.withTrain(sourced(CLEAN.train(), "a")).withTest(sourced(CLEAN.test(), "b"));
        assertThat(fired(apart)).as("benign rows of one source in both").isEmpty();
        assertThat(snooping(apart)).contains("no source is malicious in both");
        assertThat(snooping(CLEAN)).contains("not checked: whether the parts share sources");
    }

    private static String snooping(Split.Parts parts) {
        Model model = new Train(FOREST, 0.05).apply(parts.train(), parts.validation(), Toy.run());
        return stated(parts)
                .apply(model, parts, List.of(poor()), Toy.run())
                .get(2)
                .text();
    }

    /** Malicious rows of one source, all others of another. */
    private static Dataset sourced(Dataset rows, String malicious) {
        return rows.withSources(IntStream.range(0, rows.size())
                .mapToObj(i -> rows.malicious(i) ? malicious : "benign")
                .toArray(String[]::new));
    }

    @Test
    void aHandfulOfMaliciousRowsIsTooFewToCheckLabels() {
        Dataset train = CLEAN.train();
        int[] bad = train.maliciousRows();
        Dataset rare = train.select(IntStream.range(0, train.size())
                .filter(i -> !train.malicious(i) || i == bad[0] || i == bad[1])
                .toArray());
        assertThat(fired(CLEAN.withTrain(rare))).doesNotContain("P2");
    }

    private static double[] times(int size, double from) {
        return IntStream.range(0, size).mapToDouble(i -> from + i).toArray();
    }

    private static long[] ids(int size) {
        return IntStream.range(0, size).mapToLong(i -> 1_000_000 + i).toArray();
    }

    @Test
    void p4FiresOnAGiveawayAndOnAnIdentifierWhateverItsName() {
        Dataset all = rows("bytes");
        Rows rows = all.rows();
        Dataset told = all.withRows(Rows.fill(
                1200, 6, (i, j) -> j == 0 ? all.label(i) + rows.get(i, 4) / 50 : rows.get(i, j)));
        assertThat(fired(new Split(Split.By.TIME, 0.25, 0.2).apply(told, Toy.run())))
                .containsExactly("P4");
        assertThat(fired(new Split(Split.By.TIME, 0.25, 0.2).apply(rows("src_ip"), Toy.run())))
                .as("a number that describes, called src_ip")
                .isEmpty();
        int[] order = Toy.run().rng().permutation(1200);
        Dataset numbered = all.withRows(Rows.fill(1200, 6, (i, j) -> j == 0 ? 1000 + order[i] : rows.get(i, j)));
        assertThat(fired(new Split(Split.By.TIME, 0.25, 0.2).apply(numbered, Toy.run())))
                .containsExactly("P4");
    }

    @Test
    void p5FiresWhenATestRowTuned() {
        Split.Parts shared = new Split.Parts(
                CLEAN.train(), CLEAN.validation().append(CLEAN.test().slice(0, 1)), CLEAN.test());
        assertThat(fired(shared)).containsExactly("P5");
    }

    @Test
    void p6FiresWhenABaselineDoesAsWell() {
        Baseline perfect = new Baseline("stump", "", new Confusion(1, 0, 1, 0), 1);
        assertThat(fired(stated(CLEAN), CLEAN, List.of(poor(), perfect))).containsExactly("P6");
        assertThat(fired(stated(CLEAN), CLEAN, List.of())).containsExactly("P6");
    }

    @Test
    void p7FiresOnAccuracyOfARareClass() {
        Dataset test = CLEAN.test();
        Dataset rare = test.select(IntStream.range(0, test.size())
                .filter(i -> !test.malicious(i) || i % 15 == 0)
                .toArray());
        DataChecks accuracy = new DataChecks(
                Optional.of(Split.By.TIME),
                stated(CLEAN).fittedOn(),
                List.of("accuracy", "falsePositiveRate"),
                stated(CLEAN).rate(),
                true);
        assertThat(fired(accuracy, CLEAN.withTest(rare), List.of(poor()))).containsExactly("P7");
        assertThat(fired(accuracy, CLEAN, List.of(poor()))).isEmpty();
        assertThat(fired(stated(CLEAN), CLEAN.withTest(rare), List.of(poor()))).isEmpty();
    }

    @Test
    void p8ToP10FireWhenNothingIsStated() {
        DataChecks silent = new DataChecks(
                Optional.of(Split.By.LABEL), stated(CLEAN).fittedOn(), List.of("recall"), Optional.empty(), false);
        assertThat(fired(silent, CLEAN, List.of(poor()))).containsExactly("P8", "P9", "P10");
    }
}
