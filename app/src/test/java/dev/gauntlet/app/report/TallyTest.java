package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {
    @Test
    void countsAttacksByHowTheyFell() {
        Tally tally = Tally.of(Sample.plain().findings());
        assertThat(tally.text()).isEqualTo("1 Broken, 1 Failed, 1 Held, 1 Skipped");
        assertThat(tally.brief()).isEqualTo("1 of 3 Broken");
        assertThat(tally.size()).isEqualTo(4);
    }

    @Test
    void twoDefencesAgainstOneAttackCountOnce() {
        var broken = Sample.plain().findings().get(0);
        assertThat(Tally.of(List.of(broken, broken)).size()).isEqualTo(1);
    }

    @Test
    void whatWasOnlySkippedIsCountedAsThat() {
        assertThat(Tally.of(Sample.plain().findings().subList(3, 4)).brief()).isEqualTo("1 Skipped");
    }

    @Test
    void thatNothingWasTriedIsReported() {
        assertThat(Tally.of(List.of()).brief()).isEqualTo("Not tried");
    }
}
