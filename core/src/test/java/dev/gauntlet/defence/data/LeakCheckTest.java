package dev.gauntlet.defence.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows on a line: a hundred malicious training rows at 0, and a hundred test and validation rows somewhere. */
final class LeakCheckTest {
    private static Dataset at(int label, double... x) {
        Rows rows = Rows.fill(100, 4, (i, j) -> j == 0 ? x[i % x.length] : 0);
        int[] labels = new int[100];
        java.util.Arrays.fill(labels, label);
        return Dataset.of(Toy.plain(), rows, labels, List.of("benign", "malicious"));
    }

    private static boolean intact(LeakCheck check, Dataset validation, Dataset test) {
        return check.intact(new Split.Parts(at(1, 0), validation, test), "", Run.seeded(1));
    }

    private static boolean intact(Dataset validation, Dataset test) {
        return intact(new LeakCheck(), validation, test);
    }

    @Test
    void aTestPartThatLiesNearTrainingIsVoidWhereValidationDoesNot() {
        assertThat(intact(at(1, 5), at(1, 0))).isFalse();
        assertThat(intact(at(1, 5), at(1, 5))).isTrue();
    }

    @Test
    void dataThatLieNearEverywhereAreNoLeak() {
        assertThat(intact(at(1, 0), at(1, 0))).isTrue();
        assertThat(intact(at(1, 0), at(1, 5))).isTrue();
    }

    @Test
    void nearIsWithinTheRadiusInScales() {
        // A scale is 10.
        assertThat(intact(at(1, 5), at(1, 0.99))).isFalse();
        assertThat(intact(at(1, 5), at(1, 1.01))).isTrue();
        assertThat(intact(new LeakCheck(0.2, 0.02), at(1, 5), at(1, 1.01))).isFalse();
    }

    @Test
    void harmlessRowsDoNotCount() {
        assertThat(intact(at(1, 5), at(0, 0).append(at(1, 5)))).isTrue();
        Dataset train = at(1, 0).append(at(0, 5));
        assertThat(new LeakCheck().intact(new Split.Parts(train, at(1, 9), at(1, 5)), "", Run.seeded(1)))
                .isTrue();
    }

    @Test
    void aDifferenceThatIsToleratedOrMayBeChanceIsNoLeak() {
        Dataset half = at(1, 0, 5);
        assertThat(intact(at(1, 5), half)).isFalse();
        assertThat(intact(new LeakCheck(0.1, 0.7), at(1, 5), half)).isTrue();
        assertThat(intact(at(1, 5).slice(0, 3), half.slice(0, 2))).isTrue();
    }

    @Test
    void itIsStatedHowFarAnAttackerMustStayAway() {
        assertThat(new LeakCheck(0.3, 0).known()).contains(new Knowledge.Limit(0.3, Knowledge.Limit.DISTANCE));
    }
}
