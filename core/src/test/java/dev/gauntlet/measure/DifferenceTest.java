package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DifferenceTest {
    private static boolean[] first(int hits, int n) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, 0, hits, true);
        return all;
    }

    private static int[] each(int n) {
        return IntStream.range(0, n).toArray();
    }

    @Test
    void armsWithTheSameCasesAreComparedCaseByCase() {
        Difference difference = Difference.paired(List.of(first(196, 300)), List.of(first(160, 300)), each(300));
        Interval interval = difference.interval();
        assertThat(interval.value()).isCloseTo(0.12, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.083, within(5e-4));
        assertThat(interval.high()).isCloseTo(0.157, within(5e-4));
        assertThat(interval.n()).isEqualTo(300);
    }

    @Test
    void equalArmsAreNotProvenEqual() {
        Interval interval = Difference.paired(List.of(first(5, 11)), List.of(first(5, 11)), each(11))
                .interval();
        assertThat(interval.high()).isCloseTo(Interval.share(0, 11).high(), within(1e-12));
        assertThat(interval.low()).isEqualTo(-interval.high());
    }

    @Test
    void casesOfOneSourceCountAsOneWhereTheyGoTheSameWay() {
        int[] sources = IntStream.range(0, 300).map(i -> i / 30).toArray();
        Difference alone = Difference.paired(List.of(first(150, 300)), List.of(first(0, 300)), each(300));
        Difference shared = Difference.paired(List.of(first(150, 300)), List.of(first(0, 300)), sources);
        assertThat(shared.groups()).isEqualTo(10);
        assertThat(shared.lower()).isGreaterThan(25 * alone.lower());
        assertThat(shared.value()).isEqualTo(alone.value());
    }

    @Test
    void casesOfAFewSourcesAreNoProofOfNoDifference() {
        int[] two = IntStream.range(0, 300).map(i -> i % 2).toArray();
        int[] many = IntStream.range(0, 300).map(i -> i % 30).toArray();
        List<boolean[]> same = List.of(first(5, 300));
        assertThat(Difference.paired(same, same, two).interval().high())
                .isCloseTo(Interval.share(0, 2).high(), within(1e-9));
        assertThat(Difference.paired(same, same, many).interval().high()).isLessThan(0.02);
    }

    /** With three repetitions, whatever part of the error comes from the cases and from the repetitions. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0625, 0.25, 1, 4, 16, 64})
    void theIntervalCoversTheTruthAtThreeRepetitions(double ratio) {
        int n = 200;
        int tries = 1500;
        double base = 0.45;
        // The variance of the mean by the cases is about p(1 - p)/n/3 + var(p)/n; that by the seeds is spread^2/3.
        double spread = StrictMath.sqrt(ratio * 3 * (0.16 / n / 3 + 0.09 / n));
        spread = Math.min(spread, 0.1);
        Rng rng = Seed.of(7).child("coverage").rng();
        int covered = 0;
        for (int t = 0; t < tries; t++) {
            double[] chance = new double[n];
            for (int v = 0; v < n; v++) {
                chance[v] = rng.chance(0.5) ? base - 0.3 : base + 0.3;
            }
            List<boolean[]> hits = new ArrayList<>();
            List<boolean[]> none = new ArrayList<>();
            for (int s = 0; s < 3; s++) {
                double shift = spread * rng.nextGaussian();
                boolean[] row = new boolean[n];
                for (int v = 0; v < n; v++) {
                    row[v] = rng.chance(Math.max(0, Math.min(1, chance[v] + shift)));
                }
                hits.add(row);
                none.add(new boolean[n]);
            }
            Interval interval = Difference.paired(hits, none, each(n)).interval();
            covered += interval.low() <= base && base <= interval.high() ? 1 : 0;
        }
        assertThat(covered / (double) tries).isGreaterThanOrEqualTo(0.93);
    }

    @Test
    void theRandomnessOfRepetitionsWidensTheInterval() {
        List<Interval> steady = List.of(Interval.share(50, 100), Interval.share(50, 100), Interval.share(50, 100));
        List<Interval> spread = List.of(Interval.share(40, 100), Interval.share(50, 100), Interval.share(60, 100));
        Interval narrow = Difference.mean(steady).interval();
        Interval wide = Difference.mean(spread).interval();
        assertThat(wide.value()).isCloseTo(narrow.value(), within(1e-12));
        // 4.303 is Student's t for two degrees of freedom.
        double seeds = 4.303 * 0.1 / Math.sqrt(3);
        assertThat(wide.high() - wide.value())
                .isCloseTo(Math.hypot(narrow.high() - narrow.value(), seeds), within(1e-3));
    }

    @Test
    void thePValueIsTheLevelAtWhichTheIntervalTouchesTheTolerance() {
        Difference difference = Difference.paired(List.of(first(196, 300)), List.of(first(160, 300)), each(300));
        double low = difference.interval().low();
        assertThat(difference.pAbove(low)).isCloseTo(0.025, within(1e-6));
        assertThat(difference.pAbove(0.05)).isLessThan(0.001);
        assertThat(difference.pAbove(0.2)).isEqualTo(1);
    }

    /** 0.55 of 24 at random: the exact chances of so many hits are binomial. */
    @ParameterizedTest
    @CsvSource({"20, 0.003567", "23, 1.15e-5", "24, 5.87e-7"})
    void ofFewCasesThePValueIsNoSmallerThanTheExactOne(int hits, double exact) {
        double p = Difference.mean(List.of(Interval.share(hits, 24))).pAbove(0.55);
        assertThat(p).isBetween(exact, 3 * exact);
    }

    @Test
    void theNeededCasesMakeTheIntervalReachTheTolerance() {
        Difference few = Difference.paired(List.of(first(14, 100)), List.of(first(4, 100)), each(100));
        assertThat(few.interval().low()).isLessThan(0.05);
        int needed = (int) few.needed(0.05).orElseThrow();
        int hits = (int) Math.rint(0.14 * needed);
        int others = (int) Math.rint(0.04 * needed);
        Difference enough =
                Difference.paired(List.of(first(hits, needed)), List.of(first(others, needed)), each(needed));
        assertThat(enough.interval().low()).isCloseTo(0.05, within(0.004));
        assertThat(Difference.mean(List.of(Interval.share(5, 100))).needed(0.05))
                .isEmpty();
    }

    @Test
    void equalArmsNeedAsManyCasesAsWilsonsIntervalOfNoHits() {
        int needed = (int) Difference.paired(List.of(first(5, 30)), List.of(first(5, 30)), each(30))
                .needed(0.05)
                .orElseThrow();
        // 1.96^2 / (73 + 1.96^2) = 0.05
        assertThat(needed).isEqualTo(73);
        assertThat(Interval.share(0, needed).high()).isLessThanOrEqualTo(0.05);
        assertThat(Interval.share(0, needed - 1).high()).isGreaterThan(0.05);
    }

    @Test
    void holmComparesTheSmallestWithTheWholeNumber() {
        assertThat(Holm.corrected(List.of(0.04, 0.01, 0.03, 0.5)))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                .containsExactly(0.09, 0.04, 0.09, 0.5);
    }
}
