package dev.gauntlet.process.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabellingTest {
    private static final Records RECORDS = Records.of(List.of(
            Column.texts("ann", new String[] {"scan", "benign", null, null}),
            Column.texts("bob", new String[] {"scan", "scan", null, "worm"})));
    private static final List<Labeller> BOTH = List.of(Labeller.column("ann"), Labeller.column("bob"));

    private static List<String> labels(Labelling.Combine way, Map<String, Double> weights, Optional<String> otherwise) {
        return Labelling.of(RECORDS, BOTH, way, weights, otherwise).labels();
    }

    @Test
    void aTieStaysUnlabelledAndOtherwiseLabelsTheRest() {
        assertThat(labels(Labelling.Combine.MAJORITY, Map.of(), Optional.of("benign")))
                .containsExactly("scan", "", "benign", "worm");
        assertThat(labels(Labelling.Combine.MAJORITY, Map.of(), Optional.empty()))
                .containsExactly("scan", "", "", "worm");
    }

    @Test
    void weightsBreakAnEvenVote() {
        assertThat(labels(Labelling.Combine.WEIGHTED, Map.of("bob", 2.0), Optional.empty()))
                .containsExactly("scan", "scan", "", "worm");
    }

    @Test
    void theRowsThatEachLabellerLabelsAreCounted() {
        assertThat(Labelling.of(RECORDS, BOTH, Labelling.Combine.MAJORITY, Map.of(), Optional.empty())
                        .spoken())
                .containsExactly(2, 3);
    }

    @Test
    void labellersWithNothingToSayAreRefused() {
        Labeller silent = Labeller.column("ann");
        Records empty = Records.of(List.of(Column.texts("ann", new String[] {null, ""})));
        assertThatThrownBy(() ->
                        Labelling.of(empty, List.of(silent), Labelling.Combine.MAJORITY, Map.of(), Optional.empty()))
                .hasMessageContaining("no labeller labels any");
    }
}
