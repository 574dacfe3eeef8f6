package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RngTest {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    /** xoshiro256++ as its authors state it, in arithmetic modulo 2^64. */
    private static BigInteger rotated(BigInteger x, int k) {
        return x.shiftLeft(k).or(x.shiftRight(64 - k)).mod(WORD);
    }

    private static long next(BigInteger[] s) {
        BigInteger result = rotated(s[0].add(s[3]).mod(WORD), 23).add(s[0]).mod(WORD);
        BigInteger t = s[1].shiftLeft(17).mod(WORD);
        s[2] = s[2].xor(s[0]);
        s[3] = s[3].xor(s[1]);
        s[1] = s[1].xor(s[2]);
        s[0] = s[0].xor(s[3]);
        s[2] = s[2].xor(t);
        s[3] = rotated(s[3], 45);
        return result.longValue();
    }

    @Test
    void drawsWhatThePublishedAlgorithmDraws() {
        BigInteger[] state = new BigInteger[4];
        Arrays.setAll(
                state,
                i -> BigInteger.valueOf(i + 1)
                        .multiply(new BigInteger("9e3779b97f4a7c15", 16))
                        .mod(WORD));
        Rng rng = new Rng(state[0].longValue(), state[1].longValue(), state[2].longValue(), state[3].longValue());
        for (int n = 0; n < 1000; n++) {
            assertThat(rng.nextLong()).isEqualTo(next(state));
        }
    }

    @Test
    void startsFromOneTwoThreeFourAsPublished() {
        // rotl(1 + 4, 23) + 1 and rotl(s0 + s3, 23) + s0 of the next state (7, 0, 262146, 211106232532992).
        Rng rng = new Rng(1, 2, 3, 4);
        assertThat(rng.nextLong()).isEqualTo(41943041L);
        assertThat(rng.nextLong()).isEqualTo(58720359L);
    }

    @Test
    void aSeedDependsOnItsPathOnly() {
        Seed root = Seed.of(5);
        long first = root.child("a").child(3).rng().nextLong();
        root.child("b").rng().nextLong();
        assertThat(Seed.of(5).child("a").child(3).rng().nextLong()).isEqualTo(first);
        assertThat(root.toString()).hasSize(64).isEqualTo(Seed.of(5).toString());
    }

    @Test
    void pathsThatDifferHaveOtherStreams() {
        Seed root = Seed.of(5);
        assertThat(java.util.stream.Stream.of(
                                root,
                                Seed.of(6),
                                root.child(""),
                                root.child("1"),
                                root.child(1),
                                root.child("a").child("b"),
                                root.child("ab"),
                                root.child("b").child("a"))
                        .map(Seed::toString))
                .doesNotHaveDuplicates();
    }

    @Test
    void doublesLieInZeroToOneAndAverageAHalf() {
        Rng rng = Seed.of(1).rng();
        double[] draws =
                IntStream.range(0, 20_000).mapToDouble(i -> rng.nextDouble()).toArray();
        assertThat(Arrays.stream(draws)).allMatch(x -> x >= 0 && x < 1);
        assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(0.5, within(0.01));
        assertThat(Seed.of(1).rng().between(2, 4)).isCloseTo(2 + 2 * draws[0], within(1e-15));
    }

    @Test
    void wholeNumbersAreEquallyLikely() {
        Rng rng = Seed.of(2).rng();
        int[] counts = new int[7];
        for (int n = 0; n < 70_000; n++) {
            counts[rng.nextInt(7)]++;
        }
        // Ten thousand each with a deviation of 93.
        assertThat(Toy.list(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
        assertThat(rng.nextInt(1)).isZero();
        assertThatThrownBy(() -> rng.nextInt(0)).hasMessage("bound must be positive but is 0");
    }

    @Test
    void normalAndExponentialDeviatesHaveTheirMoments() {
        Rng rng = Seed.of(3).rng();
        double sum = 0;
        double squares = 0;
        double waits = 0;
        for (int n = 0; n < 40_000; n++) {
            double z = rng.nextGaussian();
            sum += z;
            squares += z * z;
            waits += rng.nextExponential(5);
        }
        assertThat(sum / 40_000).isCloseTo(0, within(0.02));
        assertThat(squares / 40_000).isCloseTo(1, within(0.03));
        assertThat(waits / 40_000).isCloseTo(5, within(0.1));
    }

    @Test
    void aPermutationHoldsEveryNumberOnce() {
        int[] order = Seed.of(4).rng().permutation(100);
        assertThat(order).doesNotHaveDuplicates().hasSize(100);
        assertThat(Arrays.stream(order).max()).hasValue(99);
        assertThat(order).isNotEqualTo(IntStream.range(0, 100).toArray());
    }

    @Test
    void everyFirstOfAPermutationIsEquallyLikely() {
        Rng rng = Seed.of(5).rng();
        int[] counts = new int[4];
        for (int n = 0; n < 8_000; n++) {
            counts[rng.permutation(4)[0]]++;
        }
        assertThat(Toy.list(counts)).allSatisfy(count -> assertThat(count).isBetween(1_850, 2_150));
    }

    @Test
    void aSampleRepeatsNothingAndLeavesItsSourceAlone() {
        int[] from = {10, 11, 12, 13, 14};
        int[] taken = Seed.of(6).rng().sample(from, 3);
        assertThat(taken).hasSize(3).doesNotHaveDuplicates();
        assertThat(from).contains(taken).containsExactly(10, 11, 12, 13, 14);
        assertThat(Seed.of(6).rng().sample(from, 9)).containsExactlyInAnyOrder(from);
        assertThat(Seed.of(6).rng().sample(from, 0)).isEmpty();
    }

    @Test
    void chancesAreKept() {
        Rng rng = Seed.of(7).rng();
        assertThat(IntStream.range(0, 10_000).filter(i -> rng.chance(0.3)).count())
                .isBetween(2_850L, 3_150L);
        assertThat(rng.chance(0)).isFalse();
        assertThat(rng.chance(1)).isTrue();
    }
}
