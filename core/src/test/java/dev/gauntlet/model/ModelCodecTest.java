package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.learn.RandomForest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelCodecTest {
    private static final Dataset ROWS = Toy.lab().parts().train();

    static Stream<Trainer> trainers() {
        return Catalogue.all(Trainer.class).stream();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void everyDetectorReadsBackToTheLastBit(Trainer trainer) throws IOException {
        Model model = trainer.train(ROWS, Toy.run()).withThreshold(0.1234567890123456);
        ModelCodec codec = new ModelCodec(ROWS.schema());
        assertThat(codec.writes(model)).isTrue();
        assertThat(codec.size(model)).isPositive();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(model, new DataOutputStream(bytes));
        Model read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(Bundle.of(read).digest()).isEqualTo(Bundle.of(model).digest());
        assertThat(read.scores(ROWS.rows())).isEqualTo(model.scores(ROWS.rows()));
    }

    @Test
    void aBlackBoxCannotBeWritten() {
        Model box = Model.of("box", ROWS.schema(), row -> 0.5);
        assertThat(new ModelCodec(ROWS.schema()).writes(box)).isFalse();
    }

    @Test
    void aDetectorDependsOnTheSeedTheDataAndTheAlgorithmAndNotOnWhereItIsTrained() {
        Run run = Run.seeded(4);
        Trainer forest = new RandomForest(3, 4, 2, 0.5);
        Model here = forest.trained(ROWS, run.child("here"));
        assertThat(forest.trained(ROWS, run.child("there").child(3))).isSameAs(here);
        assertThat(run.store().uses().get("detector"))
                .extracting("asked", "made")
                .containsExactly(2L, 1L);
        String digest = Bundle.of(here).digest();
        assertThat(digest)
                .isEqualTo(Bundle.of(forest.trained(ROWS, Run.seeded(4))).digest());
        assertThat(digest)
                .isNotEqualTo(Bundle.of(forest.trained(ROWS, Run.seeded(5))).digest());
        assertThat(digest)
                .isNotEqualTo(Bundle.of(forest.trained(ROWS.slice(1, ROWS.size()), run))
                        .digest());
        assertThat(digest)
                .as("an attacker does not know the seed of the process")
                .isNotEqualTo(
                        Bundle.of(forest.trained(ROWS, run.of("attacker"))).digest());
    }
}
