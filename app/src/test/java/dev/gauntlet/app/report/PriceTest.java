package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.campaign.Assessment;
import org.junit.jupiter.api.Test;

final class PriceTest {
    @Test
    void saysWhatChangesWithItsSignAndNothingWhereNothingWasMeasured() {
        Assessment assessment = Sample.plain();
        assertThat(Price.of(assessment.findings().get(0)))
                .isEqualTo("Without an attack the defence changes recall by -0.10.");
        assertThat(Price.of(assessment.findings().get(2))).isEmpty();
    }
}
