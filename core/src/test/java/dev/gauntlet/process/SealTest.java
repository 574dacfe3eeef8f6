package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import org.junit.jupiter.api.Test;

final class SealTest {
    private static final Dataset TEST = Toy.clusters(30, 3);

    @Test
    void everyOpeningIsRecorded() {
        Seal once = Seal.of(TEST).open(TEST, "m1", "final figure").seal();
        Seal twice = once.open(TEST, "m1", "report").seal();
        assertThat(twice.openings())
                .containsExactly(new Seal.Opening("m1", "final figure"), new Seal.Opening("m1", "report"));
    }

    @Test
    void theSameModelMayUseItAgainAndAnotherIsReported() {
        Seal once = Seal.of(TEST).open(TEST, "m1", "final figure").seal();
        assertThat(once.open(TEST, "m1", "again").warning()).isEmpty();
        assertThat(once.open(TEST, "m2", "tuned").warning())
                .hasValueSatisfying(text -> assertThat(text).contains("used before for 1 other model"));
    }

    @Test
    void otherRowsOrLabelsBreakTheSeal() {
        Seal seal = Seal.of(TEST);
        assertThatThrownBy(() -> seal.open(TEST.slice(0, 29), "m", "x")).hasMessageContaining("not the one");
        assertThatThrownBy(() -> seal.open(TEST.relabel(i -> 0), "m", "x")).hasMessageContaining("not the one");
    }
}
