package dev.gauntlet.attack.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RelabelledTestTest {
    private static final Dataset TEST = Toy.clusters(60, 3);
    private static final Split.Parts PARTS = new Split.Parts(Toy.clusters(30, 1), Toy.clusters(30, 2), TEST);
    /** Misses the malicious rows whose x is below 7: about half. */
    private static final Model POOR = Toy.threshold(7);

    private static List<Integer> hidden(RelabelledTest attack, double rows) {
        AttackerContext grant = Toy.grant(TEST).withBudget(new Budget(rows, 1, 1, 1, 1));
        Split.Parts changed = attack.tamper(PARTS, POOR, grant, Toy.run());
        assertThat(changed.train()).isSameAs(PARTS.train());
        assertThat(changed.test().rows()).isEqualTo(TEST.rows());
        return Toy.relabelled(TEST, changed.test());
    }

    @Test
    void callsBenignWhatTheCandidateMisses() {
        List<Integer> hidden = hidden(new RelabelledTest(), 1);
        assertThat(hidden).hasSizeBetween(5, 15);
        assertThat(hidden).allMatch(i -> TEST.malicious(i) && TEST.rows().get(i, 0) < 7);
        assertThat(TEST.maliciousRows()).hasSize(20);
    }

    @Test
    void keepsItsBudget() {
        assertThat(hidden(new RelabelledTest(), 0.05)).hasSize(3);
        assertThat(hidden(new RelabelledTest(0.5), 0.1)).hasSize(3);
        assertThat(hidden(new RelabelledTest(), 0)).isEmpty();
    }
}
