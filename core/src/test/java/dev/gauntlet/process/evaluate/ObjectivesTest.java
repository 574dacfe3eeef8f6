package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.DecisionTree;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectivesTest {
    private static Dataset rows(double[] x, int... labels) {
        return Dataset.of(
                new Schema(List.of(Feature.real("x", 0, 9))),
                Rows.fill(x.length, 1, (i, j) -> x[i]),
                labels,
                List.of("benign", "scan", "theft"));
    }

    @Test
    void kindsAreCountedRowByRow() {
        Model model =
                new DecisionTree(3, 1).categorise(rows(new double[] {0, 0, 5, 5, 9, 9}, 0, 0, 1, 1, 2, 2), Toy.run());
        // Called benign, scan, scan, theft, benign; the last is unlabelled.
        Kinds kinds = Kinds.of(model, rows(new double[] {0, 5, 5, 9, 0, 9}, 0, 1, 2, 2, 2, -1));
        assertThat(kinds.accuracy().value()).isCloseTo(3 / 5.0, within(1e-12));
        assertThat(kinds.accuracy().n()).isEqualTo(5);
        assertThat(kinds.kinds()).extracting(Kinds.Kind::name).containsExactly("benign", "scan", "theft");
        Kinds.Kind theft = kinds.kinds().get(2);
        assertThat(theft.recall().value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(theft.precision().value()).isEqualTo(1);
        assertThat(theft.mistaken()).isEqualTo("benign");
        assertThat(kinds.kinds().get(0).mistaken()).isEqualTo("benign");
        // F1 of 2/3, 2/3 and 1/2.
        assertThat(kinds.macroF1()).isCloseTo((2 / 3.0 + 2 / 3.0 + 0.5) / 3, within(1e-12));
    }

    @Test
    void errorsAreThoseOfTheRowsWithAQuantity() {
        Errors errors = Errors.of(new double[] {1, 2, 5, 9}, new double[] {1, 4, 4, Double.NaN});
        assertThat(errors.n()).isEqualTo(3);
        assertThat(errors.mean()).isCloseTo(1, within(1e-12));
        assertThat(errors.root()).isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
        // The truth varies by 6 about its mean of 3; 5 are left.
        assertThat(errors.determination()).isCloseTo(1 - 5 / 6.0, within(1e-12));
    }
}
