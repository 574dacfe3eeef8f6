package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A search of at most 100 fits, of which one takes 3 s. */
final class SearchPaceTest {
    private double now = 1000;

    /** What is said last after so many fits. */
    private String after(SearchPace pace, int from, int to, int taken) {
        String said = "";
        for (int fits = from; fits <= to; fits++) {
            said = pace.text(fits, taken);
            now += 3;
        }
        return said;
    }

    @Test
    void theTimeIsToldOnceEnoughFitsWereTimed() {
        SearchPace pace = new SearchPace(100, true, () -> now);
        assertThat(after(pace, 1, 10, 0)).isEqualTo("searching: 10 of at most 100 fits evaluated");
        assertThat(after(pace, 11, 11, 0))
                .isEqualTo("searching: 11 of at most 100 fits evaluated, at most about 4.5 min left for the search");
        assertThat(after(pace, 12, 100, 0)).endsWith("100 fits evaluated, at most about 10 s left for the search");
    }

    @Test
    void fitsThatWereEvaluatedBeforeTookNoTime() {
        SearchPace pace = new SearchPace(100, true, () -> now);
        for (int taken = 1; taken <= 40; taken++) {
            assertThat(pace.text(taken, taken))
                    .isEqualTo("searching: %d of at most 100 fits evaluated".formatted(taken));
        }
        now += 600;
        assertThat(after(pace, 41, 50, 40)).doesNotContain("left");
        assertThat(after(pace, 51, 51, 40)).contains("51 of at most 100", "at most about 2.5 min left");
    }

    @Test
    void ofManyFitsAShareMustBeTimed() {
        SearchPace pace = new SearchPace(1000, true, () -> now);
        assertThat(after(pace, 1, 100, 0)).doesNotContain("left");
        assertThat(after(pace, 101, 101, 0)).contains("101 of at most 1,000 fits", "left");
    }

    @Test
    void ofFitsThatAreNotAlikeOnlyTheNumberIsTold() {
        SearchPace pace = new SearchPace(100, false, () -> now);
        assertThat(after(pace, 1, 90, 0)).isEqualTo("searching: 90 of at most 100 fits evaluated");
    }
}
