package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DerivationsTest {
    private static final Feature A = Feature.real("a", -1e9, 1e9);
    private static final Feature B = Feature.real("b", -1e9, 1e9);
    private static final Feature C = Feature.real("c", -1e9, 1e9);
    private static final Feature N = Feature.whole("n", -1e9, 1e9);
    private static final Feature M = Feature.whole("m", -1e9, 1e9);

    private static Schema schema(List<Feature> features, String... rules) {
        return new Schema(features, Map.of(), List.of(rules));
    }

    private static double[] derived(Schema schema, double[] original, double... changed) {
        schema.derive(original, changed);
        return changed;
    }

    @Test
    void aFeatureAloneOnEitherSideOfAnEqualityFollowsTheOthers() {
        for (String rule : List.of("c = a - 2 * b", "a - 2 * b = c")) {
            Schema schema = schema(List.of(A, B, C), rule);
            assertThat(schema.movable()).containsExactly(0, 1);
            assertThat(schema.isDerived(2)).isTrue();
            assertThat(schema.isFormula(0)).isTrue();
            assertThat(derived(schema, new double[] {5, 1, 3}, 6, 1, 77)).containsExactly(6, 1, 4);
        }
    }

    @Test
    void whatDoesNotDependOnTheChangeStaysAsItWasEvenIfItBrokeItsRule() {
        Schema schema = schema(List.of(A, B, C), "c = a");
        assertThat(derived(schema, new double[] {5, 1, 3}, 5, 2, 77)).containsExactly(5, 2, 3);
    }

    @Test
    void oneFollowsAnotherWhateverTheOrderOfRulesAndColumns() {
        Schema schema = schema(List.of(A, B, C), "a = b + 1", "b = 2 * c");
        assertThat(schema.movable()).containsExactly(2);
        assertThat(schema.bases(0)).containsExactly(2);
        assertThat(derived(schema, new double[] {3, 2, 1}, 0, 0, 5)).containsExactly(11, 10, 5);
    }

    @Test
    void aCircleIsCutAtTheRuleThatWouldCloseIt() {
        Schema schema = schema(List.of(A, B), "a = b + 1", "b = a * 2");
        assertThat(schema.movable()).containsExactly(1);
        assertThat(schema.isFormula(1)).isFalse();
        Schema own = schema(List.of(A), "a = a * a");
        assertThat(own.isDerived(0)).isFalse();
    }

    @Test
    void ofTwoFormulasForOneFeatureTheFirstCountsAndTheOtherStaysARule() {
        Schema schema = schema(List.of(A, B, C), "c = a", "c = b + a");
        assertThat(schema.isFormula(0)).isTrue();
        assertThat(schema.isFormula(1)).isFalse();
    }

    @Test
    void whatCannotChangeAndWholeNumbersOfRealOnesAreNotComputed() {
        assertThat(schema(List.of(A, B.withMove(Feature.Move.FIXED)), "b = 2 * a")
                        .isDerived(1))
                .isFalse();
        assertThat(schema(List.of(A, N), "n = 2 * a").isDerived(1)).isFalse();
        assertThat(schema(List.of(M, N), "n = 2 * m").isDerived(1)).isTrue();
    }

    @Test
    void aWholeNumberIsSettledWhereOnlyRoundingKeepsItFromOne() {
        Schema schema = schema(List.of(M, N), "n = m * 0.1 * 10");
        assertThat(derived(schema, new double[] {1, 1}, 3, 0)[1]).isEqualTo(3);
        Schema halves = schema(List.of(M, N), "n = m / 2");
        double[] row = derived(halves, new double[] {2, 1}, 3, 0);
        assertThat(row[1]).isEqualTo(1.5);
        assertThat(halves.breaches(new double[] {2, 1}, row))
                .extracting(Breach::kind)
                .containsExactly(Breach.Kind.TYPE);
    }

    @Test
    void anInequalityOrAConditionComputesNothing() {
        assertThat(schema(List.of(A, B), "a <= b", "if a > 0 then b = a").movable())
                .containsExactly(0, 1);
    }
}
