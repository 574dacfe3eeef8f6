package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Plugin;
import org.junit.jupiter.api.Test;

final class FamiliesTest {
    @Test
    void oneOfEachFamilyIsUsual() {
        // gradient boosting is in another module
        assertThat(Families.usual())
                .extracting(Plugin::id)
                .containsExactly(
                        "decision-tree",
                        "isolation-forest",
                        "logistic-regression",
                        "naive-bayes",
                        "neural-network",
                        "random-forest");
    }
}
