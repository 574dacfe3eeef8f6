package dev.gauntlet.process.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsensusTest {
    private static final List<String> NAMES = List.of("benign", "malicious");

    @Test
    void theMajorityWinsAndAnEvenVoteStaysUnlabelled() {
        Votes votes = new Votes(
                List.of("a", "b", "c"),
                NAMES,
                List.of(new int[] {1, 0, -1, -1}, new int[] {1, 1, -1, 0}, new int[] {0, -1, -1, 0}));
        Consensus consensus = Consensus.majority(votes);
        assertThat(consensus.labels()).containsExactly(1, -1, -1, 0);
        assertThat(consensus.confidence().get(0)).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void weightsDecide() {
        Votes votes = new Votes(List.of("a", "b", "c"), NAMES, List.of(new int[] {1}, new int[] {0}, new int[] {0}));
        assertThat(Consensus.weighted(votes, new double[] {3, 1, 1}).labels()).containsExactly(1);
        assertThat(Consensus.weighted(votes, new double[] {1, 1, 1}).labels()).containsExactly(0);
    }

    /** Labellers that are wrong with the given chances, of 2000 rows of which every third is malicious. */
    private static Votes noisy(double... wrong) {
        Rng rng = Toy.run().child("votes").rng();
        List<int[]> votes = new java.util.ArrayList<>();
        List<String> names = new java.util.ArrayList<>();
        for (double chance : wrong) {
            int[] one = new int[2000];
            for (int i = 0; i < one.length; i++) {
                int truth = i % 3 == 0 ? 1 : 0;
                one[i] = rng.chance(chance) ? 1 - truth : truth;
            }
            votes.add(one);
            names.add("labeller" + names.size());
        }
        return new Votes(names, NAMES, votes);
    }

    private static double accuracy(Consensus consensus) {
        int right = 0;
        for (int i = 0; i < 2000; i++) {
            right += consensus.labels().get(i) == (i % 3 == 0 ? 1 : 0) ? 1 : 0;
        }
        return right / 2000.0;
    }

    @Test
    void dawidAndSkeneEstimateErrorRates() {
        Consensus consensus = Consensus.dawidSkene(noisy(0.05, 0.1, 0.4, 0.45, 0.2));
        List<Double> wrong = List.of(0.05, 0.1, 0.4, 0.45, 0.2);
        for (int l = 0; l < 5; l++) {
            assertThat(consensus.error().get(l)).isCloseTo(wrong.get(l), within(0.03));
        }
    }

    @Test
    void dawidAndSkeneBeatTheMajorityWhereLabellersDiffer() {
        Votes votes = noisy(0.05, 0.1, 0.45, 0.45, 0.45);
        assertThat(accuracy(Consensus.dawidSkene(votes))).isGreaterThan(0.94);
        assertThat(accuracy(Consensus.majority(votes))).isLessThan(0.9);
    }

    @Test
    void theAbstentionsOfALabellerOfOneLabelAreInformative() {
        int[] rule = new int[100];
        int[] harmless = new int[100];
        int[] alerts = new int[100];
        for (int i = 0; i < 100; i++) {
            rule[i] = i % 8 == 0 ? 1 : -1;
            harmless[i] = i % 8 == 0 ? -1 : 0;
            alerts[i] = i % 16 == 0 ? 1 : -1;
        }
        Votes votes = new Votes(List.of("rule", "harmless", "alerts"), NAMES, List.of(rule, harmless, alerts));
        Consensus consensus = Consensus.dawidSkene(votes);
        for (int i = 0; i < 100; i++) {
            assertThat(consensus.labels().get(i)).isEqualTo(i % 8 == 0 ? 1 : 0);
        }
        assertThat(consensus.error()).allMatch(error -> error < 0.01);
    }

    @Test
    void aRowThatNobodyLabelsStaysUnlabelled() {
        Votes votes = new Votes(List.of("a", "b"), NAMES, List.of(new int[] {1, -1, 0}, new int[] {1, -1, 0}));
        assertThat(Consensus.dawidSkene(votes).labels()).containsExactly(1, -1, 0);
    }
}
