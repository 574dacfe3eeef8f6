package dev.gauntlet.search;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.model.Trainer;
import java.util.List;
import java.util.Set;

/** The algorithms detectors are usually made by, one of each family: what an attacker who knows nothing expects to meet. */
public final class Families {
    private static final Set<String> USUAL = Set.of(
            "decision-tree",
            "gradient-boosting",
            "isolation-forest",
            "logistic-regression",
            "naive-bayes",
            "neural-network",
            "random-forest");

    private Families() {}

    /** Those of them that are on the class path, by id. */
    public static List<Trainer> usual() {
        return Catalogue.all(Trainer.class).stream()
                .filter(trainer -> USUAL.contains(trainer.id()))
                .toList();
    }
}
