package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Feature.Kind;
import dev.gauntlet.data.Feature.Move;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeatureTest {
    private static final Feature REAL = Feature.real("share", -1, 3);
    private static final Feature WHOLE = Feature.whole("packets", 0, 10);
    private static final Feature KIND = Feature.category("proto", List.of("tcp", "udp"));

    @Test
    void theScaleIsTheRangeUnlessThatIsEmptyOrEndless() {
        assertThat(REAL.scale()).isEqualTo(4);
        assertThat(Feature.real("fixed", 2, 2).scale()).isEqualTo(1);
        assertThat(Feature.real("endless", 0, Double.POSITIVE_INFINITY).scale()).isEqualTo(1);
    }

    @Test
    void aFlagIsZeroOrOneAndACategoryRunsOverItsCodes() {
        assertThat(List.of(Feature.flag("f").low(), Feature.flag("f").high())).containsExactly(0.0, 1.0);
        assertThat(List.of(KIND.low(), KIND.high())).containsExactly(0.0, 1.0);
    }

    @Test
    void withersChangeOneThing() {
        Feature changed = WHOLE.withCost(3)
                .withScale(5)
                .withUnit("packets")
                .withMove(Move.UP_ONLY)
                .withBounds(1, 8);
        assertThat(changed)
                .isEqualTo(new Feature("packets", Kind.WHOLE, 1, 8, "packets", 5, Move.UP_ONLY, 3, List.of()));
    }

    @Test
    void refusesWhatMakesNoFeature() {
        assertThatThrownBy(() -> Feature.real(" ", 0, 1)).hasMessage("name must not be blank");
        assertThatThrownBy(() -> Feature.real("a", 2, 1)).hasMessage("low must not exceed high in a but is 2.0 > 1.0");
        assertThatThrownBy(() -> Feature.real("a", Double.NaN, 1)).hasMessageStartingWith("low must not exceed high");
        assertThatThrownBy(() -> REAL.withScale(0)).hasMessage("scale of share must be positive");
        assertThatThrownBy(() -> REAL.withScale(Double.NaN)).hasMessage("scale of share must be positive");
        assertThatThrownBy(() -> REAL.withScale(Double.POSITIVE_INFINITY)).hasMessageContaining("scale");
        assertThatThrownBy(() -> REAL.withCost(-1)).hasMessage("cost of share must not be negative");
        assertThatThrownBy(() -> new Feature("a", Kind.REAL, 0, 1, "", 1, Move.FREE, 1, List.of("x")))
                .hasMessage("categories of a must be given if and only if its kind is category");
        assertThatThrownBy(() -> Feature.category("a", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void movesPermitTheirOwnDirection() {
        assertThat(List.of(Move.FIXED.permits(1, 1), Move.FIXED.permits(1, 2))).containsExactly(true, false);
        assertThat(List.of(Move.UP_ONLY.permits(1, 2), Move.UP_ONLY.permits(1, 1), Move.UP_ONLY.permits(1, 0)))
                .containsExactly(true, true, false);
        assertThat(List.of(Move.DOWN_ONLY.permits(1, 2), Move.DOWN_ONLY.permits(1, 1), Move.DOWN_ONLY.permits(1, 0)))
                .containsExactly(false, true, true);
        assertThat(List.of(Move.FREE.permits(1, 2), Move.FREE.permits(1, 0))).containsExactly(true, true);
    }

    @Test
    void theNearestValidValueIsWithinBoundsAndOfTheKind() {
        assertThat(REAL.nearestLawful(2.5)).isEqualTo(2.5);
        assertThat(REAL.nearestLawful(7)).isEqualTo(3);
        assertThat(REAL.nearestLawful(-7)).isEqualTo(-1);
        assertThat(WHOLE.nearestLawful(2.6)).isEqualTo(3);
        assertThat(WHOLE.nearestLawful(10.4)).isEqualTo(10);
        assertThat(KIND.nearestLawful(5)).isEqualTo(1);
    }

    @Test
    void distanceIsTheDifferenceOverTheScale() {
        assertThat(REAL.distance(1, 3)).isEqualTo(0.5);
        assertThat(REAL.distance(3, 1)).isEqualTo(0.5);
        assertThat(WHOLE.withScale(2).distance(1, 6)).isEqualTo(2.5);
    }

    @Test
    void differentCategoriesAndMissingValuesAreOneApart() {
        assertThat(KIND.distance(0, 1)).isEqualTo(1);
        assertThat(KIND.distance(-1, 1)).isEqualTo(1);
        assertThat(KIND.distance(1, 1)).isZero();
        assertThat(REAL.distance(Double.NaN, 3)).isEqualTo(1);
        assertThat(REAL.distance(3, Double.NaN)).isEqualTo(1);
        assertThat(REAL.distance(Double.NaN, Double.NaN)).isZero();
    }

    @Test
    void valuesReadAsTheInputHadThem() {
        assertThat(List.of(KIND.text(1), KIND.text(-1), KIND.text(2), KIND.text(Double.NaN)))
                .containsExactly("udp", "?", "?", "");
        assertThat(List.of(WHOLE.text(4), REAL.text(0.25), REAL.text(1e15))).containsExactly("4", "0.25", "1.0E15");
    }
}
