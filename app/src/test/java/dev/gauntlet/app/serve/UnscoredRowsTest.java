package dev.gauntlet.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.UnscoredRow;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows without a score are named, and the others are judged. */
final class UnscoredRowsTest {
    private static final Schema SCHEMA = new Schema(List.of(Feature.real("x", -100, 100)));

    private static Scorer.Verdicts judged(Model model, double... values) {
        Dataset rows = Dataset.of(
                SCHEMA, Rows.fill(values.length, 1, (i, j) -> values[i]), new int[values.length], List.of("a", "b"));
        return new Scorer(model, List.of(), 0, false).judge(rows, Run.seeded(1));
    }

    @Test
    void aScoreThatIsNotFiniteIsNone() {
        Model model = new Model("linear", SCHEMA, Encoding.identity(1), new LinearKernel(new double[] {1e308}, 0));
        Scorer.Verdicts verdicts = judged(model, 1, 10, -1, -10);
        assertThat(verdicts.judged()).extracting(Judged::row).containsExactly(0L, 2L);
        assertThat(verdicts.judged()).extracting(Judged::malicious).containsExactly(true, false);
        assertThat(verdicts.unscored())
                .extracting(RecordStream.Rejected::row, RecordStream.Rejected::reason)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(1L, "its score is not a finite number but Infinity"),
                        org.assertj.core.api.Assertions.tuple(3L, "its score is not a finite number but -Infinity"));
    }

    @Test
    void rowsThatAModelRefusesAreLeftOut() {
        Model model = Model.of("picky", SCHEMA, row -> {
            if (row[0] == 7) {
                throw new UnscoredRow(0, "not seven");
            }
            return row[0] > 5 ? 1 : 0;
        });
        for (double[] values : new double[][] {{7}, {7, 7, 6}}) {
            Scorer.Verdicts verdicts = judged(model, values);
            assertThat(verdicts.judged()).hasSize(values.length / 3);
            assertThat(verdicts.unscored())
                    .hasSize(values.length - values.length / 3)
                    .allSatisfy(one -> assertThat(one.reason()).isEqualTo("not seven"));
        }
    }
}
