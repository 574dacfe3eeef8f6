package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Train;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetrainTest {
    private static final Retrain RETRAIN = new Retrain(new Train(Toy.forest(), 0.1), new Window.Expanding());

    @Test
    void learnsFromTheRowsAndCalibratesOnOthers() {
        Dataset data = Toy.clusters(120, 3);
        Dataset validation = Toy.clusters(60, 4);
        Model retrained = RETRAIN.apply(data, validation, Toy.run());
        Model atOnce = RETRAIN.train().apply(data, validation, Toy.run());
        assertThat(retrained.malice(validation.rows())).containsExactly(atOnce.malice(validation.rows()));
        assertThat(retrained.threshold()).isEqualTo(atOnce.threshold());
    }

    @Test
    void contradictoryRowsAreLeftOut() {
        Dataset data = Toy.clusters(120, 3);
        Dataset twice = data.append(data.slice(0, 30).relabel(i -> 1 - data.label(i)));
        Dataset validation = Toy.clusters(60, 4);
        assertThat(RETRAIN.apply(twice, validation, Toy.run()).malice(validation.rows()))
                .containsExactly(RETRAIN.apply(data.slice(30, 120), validation, Toy.run())
                        .malice(validation.rows()));
    }

    @Test
    void aChallengerHoldsOutAFifthAndLearnsFromTheRest() {
        Retrain.Challenger made = RETRAIN.challenger(Toy.clusters(150, 3), Toy.run());
        Set<Long> learnt = new HashSet<>();
        IntStream.range(0, made.learnt().size())
                .forEach(i -> learnt.add(made.learnt().id(i)));
        assertThat(learnt).hasSize(120);
        assertThat(made.held().size()).isEqualTo(30);
        assertThat(made.held().maliciousRows()).hasSize(10);
        assertThat(IntStream.range(0, 30).mapToObj(i -> made.held().id(i))).noneMatch(learnt::contains);
    }
}
