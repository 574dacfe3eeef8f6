package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Oracle;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CopiesTest {
    private static final Dataset OWN = Toy.clusters(300, 4);
    private static final Rows FRESH = Substitute.mixed(Toy.clusters(400, 5).rows(), 400, 0.5, Toy.run());

    private static Model copy(Model of, Access access, int questions, Trainer surrogate) {
        Rows asked = Substitute.mixed(OWN.rows(), questions, 0.5, Toy.run());
        return Copies.best(Oracle.of(of, access, questions), asked, OWN, surrogate, Toy.run())
                .orElseThrow();
    }

    private static double agreement(Model one, Model other) {
        boolean[] ours = one.alarms(FRESH);
        boolean[] theirs = other.alarms(FRESH);
        return IntStream.range(0, ours.length).filter(i -> ours[i] == theirs[i]).count() / (double) ours.length;
    }

    @Test
    void ofSeveralFamiliesTheOneThatAgreesIsKept() {
        Model band = Model.of("band", OWN.schema(), row -> Math.abs(row[0] - 5) < 2 ? 0.9 : 0.1);
        Model linear = new LogisticRegression()
                .train(
                        OWN.withRows(OWN.rows())
                                .relabel(i -> band.alarms(OWN.rows().slice(i, i + 1))[0] ? 1 : 0),
                        Toy.run());
        assertThat(agreement(linear, band)).isLessThan(0.9);
        assertThat(agreement(copy(band, Access.LABEL, 1500, new LogisticRegression()), band))
                .isGreaterThan(0.95);
    }

    @Test
    void scoresMakeABetterCopyOfFewAnswersThanDecisions() {
        Model slope = Model.of(
                "slope", OWN.schema(), row -> 1 / (1 + StrictMath.exp(-(row[0] / 2 - row[1] + row[2] / 4 - 1))));
        double byScore = agreement(copy(slope, Access.MARGIN, 60, Toy.forest()), slope);
        double byDecision = agreement(copy(slope, Access.LABEL, 60, Toy.forest()), slope);
        assertThat(byScore).isGreaterThan(0.97).isGreaterThan(byDecision);
    }

    @Test
    void everyQuestionIsSentOnceAndOneKindOfAnswerMakesNoCopy() {
        Oracle oracle = Oracle.of(Toy.threshold(99), Access.MARGIN, 900);
        assertThat(Copies.best(oracle, OWN.rows(), OWN, Toy.forest(), Toy.run()))
                .isEmpty();
        assertThat(oracle.asked()).isEqualTo(300);
        assertThat(Copies.best(Oracle.of(Toy.threshold(5), Access.MARGIN, 0), OWN.rows(), OWN, Toy.forest(), Toy.run()))
                .isEmpty();
    }

    @Test
    void aSingleAlarmIsLearntWithoutHoldingAnythingOut() {
        double[] x = OWN.rows().column(0);
        double most = IntStream.range(0, x.length).mapToDouble(i -> x[i]).max().orElseThrow();
        Model rare = Model.of("rare", OWN.schema(), row -> row[0] >= most ? 0.9 : 0.1);
        Model copy = Copies.best(Oracle.of(rare, Access.LABEL, 300), OWN.rows(), OWN, Toy.forest(), Toy.run())
                .orElseThrow();
        assertThat(copy.trainer()).isEqualTo(Toy.forest().id());
    }
}
