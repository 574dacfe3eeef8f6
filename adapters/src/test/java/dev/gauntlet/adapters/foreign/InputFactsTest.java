package dev.gauntlet.adapters.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InputFactsTest {
    private static final List<String> COLUMNS = List.of("rate", "size", "count");

    @Test
    void whatIsMatchedByPositionIsListed() {
        String all = "the file states no feature names; columns are matched by position: rate, size, count";
        assertThat(InputFacts.named(List.of()).matchedByPosition(COLUMNS)).contains(all);
        assertThat(InputFacts.named(List.of("f0", "f1", "f2")).matchedByPosition(COLUMNS))
                .contains(all);
        assertThat(InputFacts.named(List.of("", "", "")).matchedByPosition(COLUMNS))
                .contains(all);
        assertThat(InputFacts.named(List.of("rate", "", " ")).matchedByPosition(COLUMNS))
                .contains("the file does not name 2 of its 3 inputs; these are matched by position: size, count");
    }

    @Test
    void whatIsMatchedByNameOrAloneIsNot() {
        assertThat(InputFacts.named(List.of("size", "rate", "count")).matchedByPosition(COLUMNS))
                .isEmpty();
        List<String> numbered = List.of("f0", "f1");
        assertThat(InputFacts.named(numbered).matchedByPosition(numbered)).isEmpty();
        assertThat(InputFacts.named(List.of()).matchedByPosition(List.of("rate")))
                .isEmpty();
    }

    @Test
    void oneNameForTwoInputsIsRefused() {
        InputFacts twice = InputFacts.named(List.of("rate", "size", "rate"));
        assertThatThrownBy(() -> twice.places(3, COLUMNS))
                .hasMessage("the model names two inputs \"rate\"; give them different names in the file");
        assertThat(InputFacts.named(List.of("", "", "count")).places(3, COLUMNS))
                .containsExactly(0, 1, 2);
    }
}
