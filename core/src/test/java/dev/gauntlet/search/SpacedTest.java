package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SpacedTest {
    private static final Schema LINE =
            new Schema(List.of(Feature.real("x", 0, 100).withScale(10)));

    @Test
    void theDistanceIsTheMeanToTheNearestEarlierQueries() {
        Asked asked = new Asked(LINE, 2);
        assertThat(asked.add(new double[] {0})).isInfinite();
        assertThat(asked.add(new double[] {50})).isInfinite();
        assertThat(asked.distance(new double[] {20})).isEqualTo(2.5);
        assertThat(asked.add(new double[] {20})).isEqualTo(2.5);
        assertThat(asked.add(new double[] {20})).isCloseTo(1, within(1e-12));
    }

    /** Proposes what it is given, batch by batch, and records what it hears. */
    private static final class Script implements AttackSearch {
        private final Deque<List<double[]>> batches = new ArrayDeque<>();
        private final List<boolean[]> heard = new ArrayList<>();

        @Override
        public List<double[]> propose() {
            return batches.isEmpty() ? List.of() : batches.pop();
        }

        @Override
        public void hear(List<Reply> replies) {
            heard.add(SearchTest.reached(replies));
        }

        @Override
        public List<double[]> offers() {
            return List.of();
        }
    }

    @Test
    void queriesTooNearToEarlierOnesAreLeftOutAndHeardAsFailed() {
        Script script = new Script();
        script.batches.add(List.of(new double[] {0}, new double[] {5}, new double[] {30}));
        script.batches.add(List.of(new double[] {31}, new double[] {2}));
        script.batches.add(List.of(new double[] {60}));
        Spaced spaced = new Spaced(script, new Asked(LINE, 1), 1);
        assertThat(spaced.propose()).extracting(row -> row[0]).containsExactly(0.0, 30.0);
        spaced.hear(SearchTest.replies(false, true));
        assertThat(script.heard.get(0)).containsExactly(false, false, true);
        assertThat(spaced.propose()).extracting(row -> row[0]).containsExactly(60.0);
        assertThat(script.heard.get(1)).containsExactly(false, false);
        spaced.hear(SearchTest.replies(true));
        assertThat(script.heard.get(2)).containsExactly(true);
        assertThat(spaced.propose()).isEmpty();
    }

    @Test
    @Timeout(10)
    void aSearchThatNeverWantsAnythingFarEnoughEnds() {
        AttackSearch stubborn = new AttackSearch() {
            @Override
            public List<double[]> propose() {
                return List.of(new double[] {50});
            }

            @Override
            public void hear(List<Reply> replies) {}

            @Override
            public List<double[]> offers() {
                return List.of();
            }
        };
        Spaced spaced = new Spaced(stubborn, new Asked(LINE, 1), 1);
        assertThat(spaced.propose()).hasSize(1);
        spaced.hear(SearchTest.replies(false));
        assertThat(spaced.propose()).isEmpty();
    }
}
