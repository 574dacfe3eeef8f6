package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.Train;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetrainTest {
    private static final Train TRAIN = new Train(Toy.forest(), 0.1);
    private static final Retrain RETRAIN = new Retrain(new Steps(TRAIN));

    @Test
    void learnsFromTheRowsAndCalibratesOnOthers() {
        Retrain.Challenger made = RETRAIN.challenger(Toy.clusters(150, 3), Toy.run());
        Model atOnce = TRAIN.apply(made.learnt(), made.held(), Toy.run().child("train"));
        assertThat(made.model().malice(made.held().rows()))
                .containsExactly(atOnce.malice(made.held().rows()));
        assertThat(made.model().threshold()).isEqualTo(atOnce.threshold());
    }

    @Test
    void rowsAreSanitisedAsThePlanSays() {
        Dataset data = Toy.clusters(120, 3);
        Dataset twice = data.append(data.slice(0, 30).relabel(i -> 1 - data.label(i)));
        assertThat(RETRAIN.challenger(twice, Toy.run()).learnt().size()).isBetween(72, 100);
        Dataset copied = data.append(data);
        Sanitise once = new Sanitise(false, true, 0, Double.POSITIVE_INFINITY, 1);
        Dataset distinct = new Retrain(new Steps(TRAIN).with(once))
                .challenger(copied, Toy.run())
                .learnt();
        assertThat(once.apply(distinct).dropped()).isEmpty();
        assertThat(distinct.size()).isLessThanOrEqualTo(120);
        assertThat(RETRAIN.challenger(copied, Toy.run()).learnt().size()).isEqualTo(192);
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
