package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ArmPairsTest {
    /** 40 victims of which the first {@code hits} are reached. */
    private static Arm arm(int hits) {
        long[] ids = LongStream.range(0, 40).toArray();
        boolean[] reached = new boolean[40];
        for (int i = 0; i < hits; i++) {
            reached[i] = true;
        }
        return new Arm(Arm.Name.ATTACKED, Victims.of(ids, reached)).with("recall", Interval.share(40 - hits, 40));
    }

    private static Arm mean(long perSource, Arm... each) {
        return new ArmPairs(Map.of(Arm.Name.ATTACKED, List.of(each)), id -> id / perSource).mean(Arm.Name.ATTACKED);
    }

    @Test
    void victimsOfOneSourceThatGoTheSameWayCountAsOne() {
        Arm mean = mean(2, arm(20));
        // 20 sources of two: the variance of the share is .25 / 19, and Student's t of 19 degrees of freedom 2.093.
        assertThat(mean.damage().value()).isEqualTo(0.5);
        assertThat(mean.damage().high()).isCloseTo(0.5 + 2.093 * Math.sqrt(0.25 / 19), within(1e-4));
        assertThat(mean.damage().low()).isCloseTo(0.5 - 2.093 * Math.sqrt(0.25 / 19), within(1e-4));
        assertThat(mean.damage().n()).isEqualTo(40);
        assertThat(mean.each()).containsExactly(Interval.share(20, 40));
    }

    @Test
    void theRecallOfTheSameRowsIsTheOtherPart() {
        Arm mean = mean(2, arm(10), arm(12));
        assertThat(Optional.ofNullable(mean.facts().get("recall")).map(Interval::low))
                .hasValueSatisfying(
                        low -> assertThat(low).isCloseTo(1 - mean.damage().high(), within(1e-12)));
        Arm other = mean(2, arm(10).with("recall", Interval.share(7, 40)));
        assertThat(other.facts()).containsEntry("recall", Interval.share(7, 40));
    }

    @Test
    void ofOneSourceNothingIsKnown() {
        assertThat(mean(40, arm(20)).damage()).isEqualTo(new Interval(0.5, 0, 1, 40));
    }

    @Test
    void victimsOfDifferentSourcesAreIndependent() {
        assertThat(mean(1, arm(20))).isEqualTo(arm(20));
        assertThat(mean(1, arm(20), arm(24))).isEqualTo(Arm.mean(List.of(arm(20), arm(24))));
    }
}
