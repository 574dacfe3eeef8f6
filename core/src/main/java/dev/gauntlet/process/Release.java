package dev.gauntlet.process;

import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import java.util.Optional;

/** Signs released bundles, so that their loader can check them. */
public interface Release {
    /**
     * Signs a bundle.
     *
     * @param canaries rows whose verdicts are recorded with the signer, not in the bundle
     */
    Signed sign(Bundle bundle, Model model, Dataset canaries, Seed key);

    /** A signed bundle, and what a loader needs to check it. */
    interface Signed {
        Bundle bundle();

        /** Why a bundle is refused; empty if it is not. */
        Optional<String> refuses(Bundle bundle);

        /** The bundle signed again with the same key, as an attacker who has the key can do. */
        Bundle resign(Bundle bundle);
    }
}
