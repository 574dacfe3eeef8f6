package dev.gauntlet.defence.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.ModelCodec;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.VotingKernel;
import dev.gauntlet.model.learn.NearestNeighbours;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.ThreatModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PartitionAggregationTest {
    private static final Split.Parts PARTS =
            new Split.Parts(Toy.clusters(300, 1), Toy.clusters(150, 2), Toy.clusters(150, 3));
    private static final Train NEAREST = new Train(new NearestNeighbours(1, 20_000), 0.05);

    private static Model plain(Dataset train) {
        return NEAREST.apply(train, PARTS.validation(), Toy.run());
    }

    private static Model guarded(int partitions, Train step, Dataset train) {
        return new PartitionAggregation(partitions)
                .harden(
                        Learner.PLAIN,
                        step,
                        PARTS.withTrain(train),
                        ThreatModel.standard().withBudget(Toy.budget()),
                        Toy.run());
    }

    private static Model guarded(int partitions, Dataset train) {
        return guarded(partitions, NEAREST, train);
    }

    private static VotingKernel vote(Model model) {
        return (VotingKernel) model.kernel();
    }

    private static Dataset flipped(Dataset train, Set<Integer> rows) {
        return train.relabel(i -> rows.contains(i) ? 1 - train.label(i) : train.label(i));
    }

    private static int nearest(Dataset train, double[] row) {
        return IntStream.range(0, train.size())
                .boxed()
                .min((a, b) -> Double.compare(
                        train.schema().distance(train.rows().row(a), row),
                        train.schema().distance(train.rows().row(b), row)))
                .orElseThrow();
    }

    @Test
    void oneFlippedLabelBlindsTheUndefendedDetectorAndNotTheVote() {
        Dataset train = PARTS.train();
        Model whole = guarded(7, train);
        int blinded = 0;
        int held = 0;
        for (int row : PARTS.test().maliciousRows()) {
            Rows one = PARTS.test().rows().slice(row, row + 1);
            Dataset poisoned = flipped(train, Set.of(nearest(train, one.row(0))));
            boolean vulnerable = plain(train).alarms(one)[0] && !plain(poisoned).alarms(one)[0];
            blinded += vulnerable ? 1 : 0;
            if (vote(whole).tolerates(one, whole.threshold())[0] > 0) {
                assertThat(guarded(7, poisoned).alarms(one)).isEqualTo(whole.alarms(one));
                held += vulnerable && whole.alarms(one)[0] ? 1 : 0;
            }
        }
        assertThat(blinded).isGreaterThan(20);
        assertThat(held).isGreaterThan(20);
    }

    /** All sets of so many rows. */
    private static Stream<Set<Integer>> sets(int rows, int count) {
        return IntStream.range(0, 1 << rows)
                .filter(set -> Integer.bitCount(set) == count)
                .mapToObj(set -> Set.copyOf(IntStream.range(0, rows)
                        .filter(i -> (set >> i & 1) == 1)
                        .boxed()
                        .toList()));
    }

    @Test
    void noRelabellingOfAsManyRowsAsAreToleratedTurnsAVerdictAndOneMoreCan() {
        Train loose = new Train(new NearestNeighbours(1, 20_000), 0.2);
        Dataset train = PARTS.train().slice(0, 24);
        Dataset test = PARTS.test().slice(0, 40);
        Model model = guarded(3, loose, train);
        int[] tolerated = vote(model).tolerates(test.rows(), model.threshold());
        boolean[] before = model.alarms(test.rows());
        assertThat(Arrays.stream(tolerated).boxed().toList()).contains(0, 1);
        int beyond = 0;
        for (int count = 1; count <= 2; count++) {
            int changed = count;
            for (Set<Integer> set : sets(train.size(), count).toList()) {
                boolean[] after = guarded(3, loose, flipped(train, set)).alarms(test.rows());
                for (int i = 0; i < after.length; i++) {
                    if (tolerated[i] >= changed) {
                        assertThat(after[i]).isEqualTo(before[i]);
                    } else if (tolerated[i] == changed - 1) {
                        beyond += after[i] == before[i] ? 0 : 1;
                    }
                }
            }
        }
        assertThat(beyond).isPositive();
    }

    /** How many members of one vote are not those of another. */
    private static long different(Model one, Model other) {
        List<VotingKernel.Member> before = vote(one).members();
        List<VotingKernel.Member> after = vote(other).members();
        return IntStream.range(0, before.size())
                .filter(m -> before.get(m).threshold() != after.get(m).threshold()
                        || !before.get(m)
                                .encoding()
                                .text()
                                .equals(after.get(m).encoding().text())
                        || !Arrays.equals(
                                before.get(m).kernel().parameters().get("kept"),
                                after.get(m).kernel().parameters().get("kept"))
                        || !Arrays.equals(
                                before.get(m).kernel().parameters().get("answers"),
                                after.get(m).kernel().parameters().get("answers")))
                .count();
    }

    @Test
    void aRowThatIsInsertedRemovedOrRelabelledChangesOneMember() {
        Model model = guarded(7, PARTS.train());
        int[] without = IntStream.range(1, 300).toArray();
        Dataset renumbered = PARTS.train()
                .select(without)
                .withIds(IntStream.range(1, 300).asLongStream().toArray());
        assertThat(different(model, guarded(7, PARTS.train().append(PARTS.test().slice(0, 1)))))
                .isEqualTo(1);
        assertThat(different(model, guarded(7, renumbered))).isEqualTo(1);
        assertThat(different(model, guarded(7, flipped(PARTS.train(), Set.of(5)))))
                .isEqualTo(1);
        assertThat(different(model, guarded(7, flipped(PARTS.train(), Set.of(5, 6, 8, 11, 14, 17, 20, 23)))))
                .isGreaterThan(1);
    }

    private static String digest(Model model) {
        return Bundle.of(model).digest();
    }

    @Test
    void neitherTheOrderOfTheRowsNorTheThreadsMatter() {
        Train forest = new Train(Toy.forest(), 0.05);
        int[] backwards = IntStream.range(0, 300).map(i -> 299 - i).toArray();
        String first = digest(guarded(5, forest, PARTS.train()));
        assertThat(digest(guarded(5, forest, PARTS.train().select(backwards)))).isEqualTo(first);
        for (int threads : new int[] {1, 8}) {
            String again = Toy.onThreads(
                    threads,
                    run -> digest(new PartitionAggregation(5)
                            .harden(
                                    Learner.PLAIN,
                                    forest,
                                    PARTS,
                                    ThreatModel.standard().withBudget(Toy.budget()),
                                    run)));
            assertThat(again).isEqualTo(first);
        }
    }

    @Test
    void aPartitionOfOneClassVotesForItAndAnEmptyOneForNoAlarm() {
        Dataset train = PARTS.train().slice(0, 12);
        VotingKernel many = vote(guarded(1000, train.append(train.slice(2, 3).relabel(i -> 0))));
        // Only the partition of the row with both labels has a detector; the three other malicious rows are each alone.
        assertThat(many.members()).hasSize(1);
        assertThat(many.votes()).isEqualTo(1000);
        assertThat(many.parameters().get("vote_constant")).containsExactly(996, 3);
        assertThatThrownBy(() -> guarded(1000, train)).hasMessageContaining("partitions must be fewer than 1000");
    }

    @Test
    void theMajorityStaysTheThresholdOfACalibratedVote() {
        Train step =
                new Train(Toy.forest(), new OperatingPoint.FalsePositives(0.05), Optional.of(Calibration.ISOTONIC));
        Model model = guarded(5, step, PARTS.train());
        assertThat(model.calibration()).isPresent();
        assertThat(model.threshold()).isEqualTo(0.5);
        assertThat(model.alarms(PARTS.test().rows()))
                .isEqualTo(guarded(5, new Train(Toy.forest(), 0.05), PARTS.train())
                        .alarms(PARTS.test().rows()));
    }

    static Stream<Trainer> trainers() {
        return Catalogue.all(Trainer.class).stream();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void theVoteOfAnyAlgorithmReadsBackToTheLastBit(Trainer trainer) throws IOException {
        Model model = guarded(3, new Train(trainer, 0.05), PARTS.train());
        ModelCodec codec = new ModelCodec(model.schema());
        assertThat(codec.writes(model)).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(model, new DataOutputStream(bytes));
        Model read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(digest(read)).isEqualTo(digest(model));
        assertThat(read.scores(PARTS.test().rows()))
                .isEqualTo(model.scores(PARTS.test().rows()));
    }
}
