package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Pipeline;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BuiltTest {
    private static final Dataset TEST = Fake.rows(0, new double[] {8}, new double[] {1});
    private static final Dataset TRAIN = Fake.rows(500, new double[] {8, 9}, new double[] {2, 3});

    /** A process that leaves out the first row of any training set. */
    private static Built behind(World world) {
        Pipeline pipeline = Pipeline.PLAIN.withCleaner((rows, run) -> {
            boolean[] kept = new boolean[rows.size()];
            Arrays.fill(kept, 1, kept.length, true);
            return kept;
        });
        return Built.of(world.lab(), pipeline, true, Toy.run());
    }

    @Test
    void fromTheRowsThatItLearntFromItsDetectorIsNotTrainedAgain() {
        World world = World.of(TRAIN, TEST, TEST);
        Built built = behind(world);
        Built.Learnt learnt = built.learnt(TRAIN, Toy.run());
        assertThat(learnt.model()).isSameAs(built.model());
        assertThat(learnt.kept().size()).isEqualTo(3);
        assertThat(world.shown()).extracting(Dataset::size).containsExactly(3);
    }

    @Test
    void rowsThatBecomeThoseOfTheUndefendedDetectorAreNotItsOwn() {
        World world = World.of(TRAIN, TEST, TEST);
        Built built = behind(world);
        Dataset more = Fake.rows(900, new double[] {7}, new double[0]).append(TRAIN);
        Built.Learnt learnt = built.learnt(more, Toy.run());
        assertThat(learnt.kept().digest()).isEqualTo(TRAIN.digest());
        assertThat(learnt.model()).isNotSameAs(built.model());
        assertThat(world.shown()).extracting(Dataset::size).containsExactly(3, 4);
    }
}
