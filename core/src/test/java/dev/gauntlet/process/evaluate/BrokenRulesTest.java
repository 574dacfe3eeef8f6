package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BrokenRulesTest {
    private static List<Note> notes(int broken, String rule) {
        Schema schema = new Schema(
                List.of(Feature.real("a", 0, 1e6), Feature.real("b", 0, 1e6)), Map.of(), List.of("a >= 0", rule));
        Rows rows = Rows.fill(300, 2, (i, j) -> j == 0 ? i : 2 * i + (i < broken ? 1 : 0));
        return BrokenRules.of(Dataset.of(schema, rows, new int[300], List.of("benign", "malicious")), "training");
    }

    @Test
    void aFormulaThatTheDataContradictIsReportedWithItsRows() {
        assertThat(notes(4, "b = 2 * a")).singleElement().satisfies(note -> {
            assertThat(note.topic()).isEqualTo(Note.Topic.SCHEMA);
            assertThat(note.text())
                    .startsWith(
                            "the formula of a derived feature \"b = 2 * a\" does not hold for 4 of 300 training rows");
        });
    }

    @Test
    void soIsAnotherRule() {
        assertThat(notes(300, "b <= 2 * a"))
                .singleElement()
                .satisfies(note ->
                        assertThat(note.text()).startsWith("the rule \"b <= 2 * a\" does not hold for 300 of 300"));
    }

    @Test
    void aFewRowsAndNoneAreNotReported() {
        assertThat(notes(3, "b = 2 * a")).isEmpty();
        assertThat(BrokenRules.of(Toy.rows(), "training")).isEmpty();
    }
}
