package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.explain.Explainer;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever takes rows refuses those of another width than its schema's four, and names both. */
final class RowWidthTest {
    private static final Model MODEL = new LogisticRegression().train(Toy.clusters(120, 3), Toy.run());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void isNamedBesideTheOneExpected(int width) {
        Rows rows = Rows.fill(2, width, (i, j) -> 1);
        Oracle oracle = Oracle.of(MODEL, Access.PARAMETERS, 10);
        Dataset data = Toy.clusters(2, 1);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> MODEL.scores(rows),
                () -> MODEL.malice(rows),
                () -> MODEL.alarms(rows),
                () -> MODEL.categories(rows),
                () -> MODEL.probability(rows),
                () -> MODEL.gradients().orElseThrow().scores(rows),
                () -> MODEL.gradients().orElseThrow().maliceGradient(rows),
                () -> MODEL.encoding().encode(rows),
                () -> Explainer.of(MODEL).contributions(rows),
                () -> oracle.ask(rows),
                () -> oracle.askGradients(new int[2], rows),
                () -> data.withRows(rows),
                () -> Dataset.of(data.schema(), rows, new int[2], data.labelNames()),
                () -> data.rows().append(rows),
                () -> data.schema().faults(rows.row(0)),
                () -> data.schema().distance(rows.row(0), rows.row(1)),
                () -> data.schema().largestMove(rows.row(0), rows.row(1)),
                () -> data.schema().cost(data.rows().row(0), rows.row(1)),
                () -> data.schema().lawful(data.rows().row(0), rows.row(1)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4")
                    .hasMessageContaining(String.valueOf(width));
        }
        assertThat(oracle.asked()).as("a question that was refused is not paid").isZero();
        assertThat(oracle.left(0)).isEqualTo(10);
    }
}
