package dev.gauntlet.defence;

import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import java.util.Optional;

/** A guard of the deployed bundle. */
public non-sealed interface ArtifactDefence extends Defence {
    /**
     * Signs a bundle.
     *
     * @param canaries rows whose verdicts are recorded with the signer, not in the bundle
     */
    Signed sign(Bundle bundle, Model model, Dataset canaries, Seed key);

    /** What was signed, and what a loader needs to check it. */
    interface Signed {
        Bundle bundle();

        /** Why a bundle is refused, if it is. */
        Optional<String> refuses(Bundle bundle);

        /** The bundle signed again with the same key, as an attacker who has the key can do. */
        Bundle resign(Bundle bundle);
    }
}
