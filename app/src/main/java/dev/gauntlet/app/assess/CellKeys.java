package dev.gauntlet.app.assess;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.campaign.Cell;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.process.Preparation;
import java.util.List;

/**
 * The keys under which the results of cells are stored. A key is the SHA-256 of all that determines the result: the attack and
 * its defences, the arm, the strength, and what the cells of a laboratory share. Other attacks, other defences, gates and how
 * results are judged do not count, so that a plan that differs in these reuses what is there.
 *
 * @param shared the SHA-256 of what all cells share
 */
record CellKeys(String shared) {
    /**
     * The keys of the cells of a laboratory.
     *
     * @param build the digest of the code and the machine
     */
    static CellKeys of(Lab lab, long seed, String build) {
        Digest digest = new Digest().add(build).add(seed);
        for (Dataset part : List.of(
                lab.parts().train(), lab.parts().validation(), lab.parts().test(), lab.auxiliary())) {
            digest.add(part.digest()).add(part.size());
            add(digest, part.labelNames());
        }
        digest.add(Bundle.of(lab.model()).digest())
                .add(lab.raw().map(RawData::digest).orElse(""))
                .add(lab.steps().preparation().map(Preparation::digest).orElse(""))
                .add(Catalogue.text(lab.train().trainer()))
                .add(lab.train().point().toString())
                .add(lab.train().calibration().toString())
                .add(lab.steps().sanitise().toString())
                .add(lab.steps().window().toString())
                .add(Catalogue.text(lab.surrogate()));
        add(digest, lab.trainers().stream().map(Catalogue::text).toList());
        digest.add(lab.threat().toString()).add(lab.victims()).add(lab.desk().toString());
        return new CellKeys(digest.hex());
    }

    String key(Cell cell) {
        List<String> defences = cell.guard().map(Guard::defences).orElse(List.of()).stream()
                .map(Catalogue::text)
                .toList();
        Digest digest = new Digest().add(shared).add(Catalogue.text(cell.attack()));
        add(digest, defences);
        return digest.add(cell.arm().id())
                .add(cell.strength())
                .add(cell.repetition())
                .add(cell.times())
                .hex();
    }

    private static void add(Digest digest, List<String> texts) {
        digest.add(texts.size());
        texts.forEach(digest::add);
    }
}
