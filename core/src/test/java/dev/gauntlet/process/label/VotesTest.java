package dev.gauntlet.process.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VotesTest {
    /** Fleiss' own example, 1971: 10 subjects, 14 raters, 5 labels; the counts as in his table. */
    private static final int[][] FLEISS = {
        {0, 0, 0, 0, 14},
        {0, 2, 6, 4, 2},
        {0, 0, 3, 5, 6},
        {0, 3, 9, 2, 0},
        {2, 2, 8, 1, 1},
        {7, 7, 0, 0, 0},
        {3, 2, 6, 3, 0},
        {2, 5, 3, 2, 2},
        {6, 5, 2, 1, 0},
        {0, 2, 2, 3, 7}
    };

    private static Votes fleiss() {
        List<String> raters = new ArrayList<>();
        List<int[]> votes = new ArrayList<>();
        for (int l = 0; l < 14; l++) {
            raters.add("rater" + l);
            int[] one = new int[FLEISS.length];
            for (int i = 0; i < one.length; i++) {
                int left = l;
                while (left >= FLEISS[i][one[i]]) {
                    left -= FLEISS[i][one[i]++];
                }
            }
            votes.add(one);
        }
        return new Votes(raters, List.of("a", "b", "c", "d", "e"), votes);
    }

    @Test
    void kappaIsThatOfThePublishedExample() {
        assertThat(fleiss().kappa()).isCloseTo(0.210, within(0.0005));
    }

    @Test
    void fullAgreementIsOneAndOppositionIsNegative() {
        List<String> names = List.of("benign", "malicious");
        Votes same = new Votes(List.of("a", "b"), names, List.of(new int[] {0, 1, 0}, new int[] {0, 1, 0}));
        Votes opposed = new Votes(List.of("a", "b"), names, List.of(new int[] {0, 1}, new int[] {1, 0}));
        assertThat(same.kappa()).isEqualTo(1);
        assertThat(opposed.kappa()).isEqualTo(-1);
    }

    @Test
    void rowsOfOneVoteSayNothingOfAgreement() {
        List<String> names = List.of("benign", "malicious");
        Votes votes = new Votes(List.of("a", "b"), names, List.of(new int[] {0, 1, 1}, new int[] {0, 1, -1}));
        assertThat(votes.kappa()).isEqualTo(1);
        Votes alone = new Votes(List.of("a", "b"), names, List.of(new int[] {0, 1}, new int[] {-1, -1}));
        assertThat(alone.kappa()).isNaN();
    }

    @Test
    void votesOutsideTheLabelsAreRefused() {
        assertThatThrownBy(() -> new Votes(List.of("a"), List.of("benign"), List.of(new int[] {1})))
                .hasMessageStartingWith("vote must be in [-1, 0]");
    }
}
