package dev.gauntlet.attack.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlantedDuplicatesTest {
    private static final Dataset TEST = Toy.clusters(60, 3);
    private static final Split.Parts PARTS = new Split.Parts(Toy.clusters(300, 1), Toy.clusters(30, 2), TEST);
    /** Misses the malicious rows whose x is below 7: about half of twenty. */
    private static final Model POOR = Toy.threshold(7);

    private static final int[] MISSED = IntStream.of(TEST.maliciousRows())
            .filter(i -> TEST.rows().get(i, 0) < 7)
            .toArray();

    private static AttackerContext grant(double rows) {
        return Toy.grant(TEST).withBudget(new Budget(rows, 1, 1, 1, 1));
    }

    private static Dataset planted(PlantedDuplicates attack, Model candidate, AttackerContext grant) {
        Split.Parts changed = attack.tamper(PARTS, candidate, grant, Toy.run());
        assertThat(changed.test()).isSameAs(TEST);
        assertThat(changed.train().slice(0, 300).digest())
                .isEqualTo(PARTS.train().digest());
        return changed.train().slice(300, changed.train().size());
    }

    /** The distance in scales to the nearest test row that is missed. */
    private static double distance(double[] row) {
        return IntStream.of(MISSED)
                .mapToDouble(i -> TEST.schema().distance(row, TEST.rows().row(i)))
                .min()
                .orElseThrow();
    }

    @Test
    void everyMissedRowIsPlantedAsOftenAsAskedAndRightlyLabelled() {
        Dataset planted = planted(new PlantedDuplicates(0.01, 3), POOR, grant(1));
        assertThat(planted.size()).isEqualTo(3 * MISSED.length);
        assertThat(planted.benignRows()).isEmpty();
        assertThat(IntStream.range(0, planted.size()).mapToLong(planted::id))
                .doesNotHaveDuplicates()
                .noneMatch(id -> id < 1L << 40);
        for (int i = 0; i < planted.size(); i++) {
            double[] row = planted.rows().row(i);
            assertThat(distance(row)).isPositive().isLessThanOrEqualTo(0.04);
        }
    }

    @Test
    void theBudgetIsKeptAndEveryRowHasItsTurnBeforeASecondCopy() {
        int allowed = MISSED.length - 1;
        Dataset planted = planted(new PlantedDuplicates(0, 3), POOR, grant(allowed / 300.0 + 1e-9));
        assertThat(planted.size()).isEqualTo(allowed);
        assertThat(IntStream.range(0, allowed)
                        .mapToObj(i -> Arrays.toString(planted.rows().row(i))))
                .doesNotHaveDuplicates();
        assertThat(planted(new PlantedDuplicates(), POOR, grant(0)).size()).isZero();
    }

    @Test
    void nothingIsPlantedWhereNothingIsMissed() {
        assertThat(planted(new PlantedDuplicates(), Toy.threshold(-1), grant(1)).size())
                .isZero();
    }

    @Test
    void knowingHowNearACheckLooksItStaysFurtherAway() {
        AttackerContext knowing = grant(1).knowing(new Knowledge.Limit(0.1, Knowledge.Limit.DISTANCE));
        Dataset planted = planted(new PlantedDuplicates(0.01, 1), POOR, knowing);
        // Each was moved by 1.5 times the radius, but for the end of the range.
        long far = IntStream.range(0, planted.size())
                .filter(i -> TEST.schema()
                                .distance(planted.rows().row(i), TEST.rows().row(MISSED[i]))
                        > 0.1)
                .count();
        assertThat(planted.size()).isEqualTo(MISSED.length);
        assertThat(far).isGreaterThanOrEqualTo(planted.size() - 2);
    }
}
