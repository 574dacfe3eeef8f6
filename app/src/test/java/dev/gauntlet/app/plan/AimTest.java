package dev.gauntlet.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Goals;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AimTest {
    private static final Dataset ROWS = Dataset.of(
            new Schema(List.of(Feature.real("size", 0, 10))),
            Rows.of(4, 1, new double[] {1, 2, 3, 4}),
            new int[] {0, 1, 2, 3},
            List.of("good", "Scan", "worm", "WORM"));

    private static Goals goals(String goal) {
        return new Aim(Aim.Objective.KINDS, Optional.of(goal), Optional.empty(), Optional.empty()).goals(ROWS, 0);
    }

    @Test
    void theCaseOfAGoalDoesNotMatterWhereItFitsOneKind() {
        assertThat(goals("Scan")).isEqualTo(Goals.kind(1));
        assertThat(goals("sCAN")).isEqualTo(Goals.kind(1));
        assertThat(goals("worm")).isEqualTo(Goals.kind(2));
        assertThat(goals("WORM")).isEqualTo(Goals.kind(3));
        assertThat(goals("benign")).isEqualTo(Goals.BENIGN);
        assertThatThrownBy(() -> goals("Worm")).hasMessageContaining("[worm, WORM], which differ in case");
        assertThatThrownBy(() -> goals("wrom")).hasMessageContaining("did you mean \"worm\"?");
    }
}
