package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.model.RangesTest;
import dev.gauntlet.model.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LearnersTest {
    private static final List<String> OURS =
            List.of("gradient-boosting", "histogram-forest", "linear-svm", "penalised-logistic", "radial-svm");

    @Test
    void theLearnersOfLibrariesAreInTheCatalogueAndTakeWhatTheirRangesOffer() {
        for (String id : OURS) {
            Trainer trainer = Catalogue.named(Trainer.class, id);
            RangesTest.check(trainer);
            assertThat(trainer.ranges()).isNotEmpty();
        }
    }
}
