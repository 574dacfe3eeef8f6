package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressTest {
    @Test
    void nothingIsForetoldBeforeAFifthIsDone() {
        assertThat(Progress.left(10, 25, 0)).isEmpty();
        assertThat(Progress.left(10, 21, 4)).isEmpty();
        assertThat(Progress.left(10, 20, 5)).contains(40.0);
    }

    @Test
    void whatTheJournalHeldSaysNothingOfTheRest() {
        assertThat(Progress.left(6, 4, 1)).contains(24.0);
        assertThat(Progress.left(6, 5, 1)).isEmpty();
    }
}
