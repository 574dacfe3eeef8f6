package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PluralTest {
    @Test
    void nounsAndVerbsAgreeWithTheNumberBefore() {
        String pattern = "%s: %,d row[s] without a label [is|are] left out, %d entr[y|ies] kept";
        assertThat(Plural.format(pattern, "a.csv", 1, 1))
                .isEqualTo("a.csv: 1 row without a label is left out, 1 entry kept");
        assertThat(Plural.format(pattern, "a.csv", 1200, 0L))
                .isEqualTo("a.csv: 1,200 rows without a label are left out, 0 entries kept");
    }

    @Test
    void aNumberedChoiceAgreesWithThatArgument() {
        String pattern = "%d of %d value[s] [1:is|are] missing";
        assertThat(Plural.format(pattern, 1, 300)).isEqualTo("1 of 300 values is missing");
        assertThat(Plural.format(pattern, 1, 1)).isEqualTo("1 of 1 value is missing");
        assertThat(Plural.format(pattern, 2, 300)).isEqualTo("2 of 300 values are missing");
    }

    @Test
    void textsBetweenANumberAndItsNounDoNotCount() {
        assertThat(Plural.format("%d %s row[s], %.1f %%", 1, "test [s] %d", 2.5))
                .isEqualTo("1 test [s] %d row, 2.5 %");
    }

    @Test
    void aRoundedNumberCountsAsItIsShown() {
        assertThat(Plural.format("%.0f alert[s], %.1f hour[s]", 0.7, 1.0)).isEqualTo("1 alert, 1.0 hours");
    }

    @Test
    void otherBracketsAreKept() {
        assertThat(Plural.format("%d in [%s, %s]: [0, 1]", 1, "a", "b")).isEqualTo("1 in [a, b]: [0, 1]");
    }

    @Test
    void aChoiceWithoutANumberIsRefused() {
        assertThatThrownBy(() -> Plural.format("%s row[s]", "many"))
                .hasMessage("no number to agree with in: %s row[s]");
    }
}
