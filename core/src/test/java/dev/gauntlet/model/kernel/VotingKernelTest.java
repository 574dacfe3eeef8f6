package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VotingKernelTest {
    /** From which value on each member votes for an alarm. */
    private static VotingKernel vote(int never, int always, double... from) {
        List<VotingKernel.Member> members = DoubleStream.of(from)
                .mapToObj(
                        at -> new VotingKernel.Member(Encoding.identity(1), new LinearKernel(new double[] {1}, 0), at))
                .toList();
        return new VotingKernel(members, never, always);
    }

    private static Rows rows(double... values) {
        return Rows.of(values.length, 1, values);
    }

    @Test
    void theScoreIsTheShareOfVotes() {
        VotingKernel kernel = vote(1, 2, 1, 2);
        assertThat(kernel.votes()).isEqualTo(5);
        assertThat(kernel.malice(rows(0.5, 1, 2))).containsExactly(0.4, 0.6, 0.8);
        assertThat(kernel.scores(rows(1)).row(0)).containsExactly(1 - 0.6, 0.6);
    }

    @Test
    void eachMemberHasAnEncodingOfItsOwn() {
        Predictor same = new LinearKernel(new double[] {1}, 0);
        Encoding ten = Encoding.scaled(new double[] {0}, new double[] {10}, new double[] {Double.NaN});
        VotingKernel kernel = new VotingKernel(
                List.of(new VotingKernel.Member(Encoding.identity(1), same, 5), new VotingKernel.Member(ten, same, 5)),
                0,
                0);
        assertThat(kernel.malice(rows(0.4, 0.5, 5))).containsExactly(0, 0.5, 1);
        assertThat(Kernels.of(kernel.form(), kernel.parameters()).malice(rows(0.4, 0.5, 5)))
                .containsExactly(0, 0.5, 1);
    }

    /** Whether no choice of so many of the votes can turn the verdict. */
    private static boolean stands(int votes, int alarms, int changed, double threshold) {
        boolean verdict = alarms / (double) votes >= threshold;
        return IntStream.range(0, 1 << votes)
                .filter(set -> Integer.bitCount(set) <= changed)
                .map(set -> IntStream.range(0, votes)
                        .map(v -> (v < alarms) != ((set >> v & 1) == 1) ? 1 : 0)
                        .sum())
                .allMatch(after -> after / (double) votes >= threshold == verdict);
    }

    @Test
    void itToleratesAsManyVotesAsCannotTurnTheVerdictAndNoMore() {
        for (int votes = 1; votes <= 6; votes++) {
            VotingKernel kernel =
                    vote(0, 0, IntStream.rangeClosed(1, votes).asDoubleStream().toArray());
            for (double threshold : new double[] {0.5, 0.3, 1, 2 / 3.0}) {
                for (int alarms = 0; alarms <= votes; alarms++) {
                    int most = kernel.tolerates(rows(alarms), threshold)[0];
                    assertThat(stands(votes, alarms, most, threshold)).isTrue();
                    assertThat(stands(votes, alarms, most + 1, threshold)).isFalse();
                }
            }
        }
    }

    @Test
    void aMajorityToleratesHalfOfItsLeadAndATieIsAnAlarm() {
        assertThat(vote(0, 0, 1, 2, 3, 4, 5).tolerates(rows(0, 1, 2, 3, 4, 5), 0.5))
                .containsExactly(2, 1, 0, 0, 1, 2);
        assertThat(vote(0, 0, 1, 2, 3, 4).tolerates(rows(0, 1, 2, 3, 4), 0.5)).containsExactly(1, 0, 0, 1, 2);
        assertThat(vote(3, 0, 1, 2).tolerates(rows(0, 2), 0.5)).containsExactly(2, 0);
    }

    @Test
    void itIsNotMadeOfVotes() {
        VotingKernel inner = vote(0, 0, 1);
        assertThatThrownBy(() ->
                        new VotingKernel(List.of(new VotingKernel.Member(Encoding.identity(1), inner, 0.5)), 0, 0))
                .hasMessageContaining("vote-linear");
        assertThatThrownBy(() -> Kernels.of("vote-".repeat(100_000) + "linear", inner.parameters()))
                .hasMessageContaining("a vote cannot have members");
        assertThatThrownBy(() -> Kernels.of("vote-mapped-vote-linear", inner.parameters()))
                .hasMessageContaining("a vote cannot have members");
        assertThat(Kernels.knows("vote-linear")).isTrue();
        assertThat(Kernels.knows("vote-vote-linear")).isFalse();
        assertThat(Kernels.knows("vote-function")).isFalse();
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        Map<String, double[]> good = vote(0, 0, 1, 2).parameters();
        double[][] wrong = {{2, 1}, {0, 1}, {-1, 3}, {1e12, 1}};
        for (double[] lengths : wrong) {
            Map<String, double[]> bad = new HashMap<>(good);
            bad.put("length_weights", lengths);
            assertThatThrownBy(() -> Kernels.of("vote-linear", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("_weights");
        }
        Map<String, double[]> fraction = new HashMap<>(good);
        fraction.put("vote_constant", new double[] {-1, 0});
        assertThatThrownBy(() -> Kernels.of("vote-linear", fraction)).hasMessageContaining("vote_constant");
    }
}
