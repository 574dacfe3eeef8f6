package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Measured;
import dev.gauntlet.measure.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoredActionsTest {
    private static Measured with(String... actions) {
        return new Measured(
                new Arm(Arm.Name.ATTACKED, Interval.exact(0.5)),
                true,
                List.of(),
                List.of(new Finding.Example(7, List.of(1.0), List.of(2.0), 0.9, 0.1, 1, 3, List.of(actions))));
    }

    @Test
    void whatWasDoneToRecordsIsReadAsItWasWritten() {
        Measured done = with("delayed by 60 s", "padded 400 bytes sent");
        assertThat(FindingsJson.cell(FindingsJson.line(done))).isEqualTo(done);
    }

    @Test
    void rowsThatWereChangedThemselvesHaveNoActionsInTheFileAndAreReadWithout() {
        String line = FindingsJson.line(with());
        assertThat(line).doesNotContain("actions");
        assertThat(FindingsJson.cell(line)).isEqualTo(with());
    }
}
