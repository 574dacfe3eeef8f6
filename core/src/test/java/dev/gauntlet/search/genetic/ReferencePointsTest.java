package dev.gauntlet.search.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferencePointsTest {
    private static final ReferencePoints THREE = new ReferencePoints(2, 3);

    @Test
    void whatAnotherIsBetterThanInAllGoesFirst() {
        List<double[]> values =
                List.of(new double[] {3, 3}, new double[] {0, 2}, new double[] {2, 0}, new double[] {2, 2});
        assertThat(THREE.survivors(values, 2)).containsExactly(1, 2);
        assertThat(THREE.survivors(values, 3)).containsExactly(1, 2, 3);
        assertThat(THREE.survivors(values, 9)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    /** Points of the first front crowd where the first objective is small: of these one stays, beside the lonely ones. */
    @Test
    void ofAFrontThoseStayThatAreAlone() {
        List<double[]> values = List.of(
                new double[] {0, 10},
                new double[] {0.1, 9.9},
                new double[] {0.2, 9.8},
                new double[] {5, 5},
                new double[] {10, 0});
        assertThat(THREE.survivors(values, 3)).containsExactlyInAnyOrder(0, 3, 4);
    }

    @Test
    void theUnitOfAnObjectiveDoesNotMatter() {
        List<double[]> values = List.of(
                new double[] {0, 1e-6},
                new double[] {10, 0.99e-6},
                new double[] {20, 0.98e-6},
                new double[] {500, 0.5e-6},
                new double[] {1000, 0});
        assertThat(THREE.survivors(values, 3)).containsExactlyInAnyOrder(0, 3, 4);
    }
}
