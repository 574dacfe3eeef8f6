package dev.gauntlet.app.run;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.model.Bundle;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys under which the findings of a campaign are stored. A key is the SHA-256 of all that determines the findings of one
 * attack: the attack, the guards that it meets, and what the cells of a campaign share. Other attacks, guards that it does not
 * meet and gates do not count, so that a plan that differs in these reuses what is there.
 *
 * @param shared the SHA-256 of what all cells share
 */
record Cells(Campaign campaign, String shared) {
    /**
     * The cells of a campaign on a laboratory.
     *
     * @param build the digest of the code and the machine
     */
    static Cells of(Campaign campaign, Lab lab, long seed, String build) {
        Digest digest = new Digest().add(build).add(seed);
        for (Dataset part : List.of(
                lab.parts().train(), lab.parts().validation(), lab.parts().test(), lab.auxiliary())) {
            digest.add(part.digest()).add(part.size());
            add(digest, part.labelNames());
        }
        digest.add(Bundle.of(lab.model()).digest())
                .add(lab.raw().map(RawData::digest).orElse(""))
                .add(text(lab.train().trainer()))
                .add(lab.train().point().toString())
                .add(lab.train().calibration().toString())
                .add(lab.sanitise().toString())
                .add(text(lab.surrogate()));
        add(digest, lab.trainers().stream().map(Cells::text).toList());
        digest.add(lab.threat().toString()).add(lab.victims()).add(campaign.tolerance());
        add(digest, campaign.strengths().stream().map(String::valueOf).toList());
        return new Cells(campaign, digest.hex());
    }

    /** The key of an attack with the guards that it meets. */
    String key(Attack attack) {
        Digest digest = new Digest().add(shared).add(text(attack));
        for (Guard guard : campaign.guards(attack)) {
            digest.add(guard.name());
            add(digest, guard.defences().stream().map(Cells::text).toList());
        }
        return digest.hex();
    }

    private static void add(Digest digest, List<String> texts) {
        digest.add(texts.size());
        texts.forEach(digest::add);
    }

    /** The class of a plug-in and its settings; two plug-ins can share an id. */
    static String text(Plugin plugin) {
        return Catalogue.parameters(plugin).stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining(", ", plugin.getClass().getName() + "[", "]"));
    }
}
