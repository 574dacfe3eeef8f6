package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KnownDecisionsTest {
    private static double[] row(int i) {
        return new double[] {i, 0.5 * i, -i, i % 7, i % 3, 1};
    }

    @Test
    void everyDecisionIsFoundAgainHoweverManyThereAre() {
        KnownDecisions known = new KnownDecisions();
        for (int i = 0; i < 1000; i++) {
            known.put(RowKey.of(row(i)).hash(), i % 3 == 0);
        }
        for (int i = 0; i < 2000; i++) {
            long key = RowKey.of(row(i)).hash();
            assertThat(known.contains(key)).isEqualTo(i < 1000);
            assertThat(known.reached(key)).isEqualTo(i < 1000 && i % 3 == 0);
        }
    }

    @Test
    void aLaterDecisionReplacesAnEarlierOne() {
        KnownDecisions known = new KnownDecisions();
        long key = RowKey.of(row(1)).hash();
        known.put(key, true);
        known.put(key, false);
        assertThat(known.contains(key)).isTrue();
        assertThat(known.reached(key)).isFalse();
    }

    @Test
    void aKeyTellsValuesPlacesAndTheSignOfZeroApart() {
        Set<RowKey> keys = new HashSet<>();
        for (int j = 0; j < 6; j++) {
            for (double value : new double[] {1, -1, -0.0, Double.NaN}) {
                double[] row = new double[6];
                row[j] = value;
                keys.add(RowKey.of(row));
                assertThat(RowKey.of(row.clone())).isEqualTo(RowKey.of(row));
            }
        }
        assertThat(keys).hasSize(24).doesNotContain(RowKey.of(new double[6]));
    }
}
