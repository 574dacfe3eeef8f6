package dev.gauntlet.campaign;

import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Built;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.Lazy;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;

/** One of the repetitions of a campaign: attackers, defences and training draw anew; the split and the victims stay. */
final class Repetition {
    private final int number;
    private final Run run;
    private final Built plain;
    private final Lazy<Built> trained;

    /**
     * A repetition.
     *
     * @param run of the whole campaign
     */
    Repetition(int number, Lab lab, Run run) {
        this.number = number;
        this.run = run.repetition(number);
        this.plain = Built.plain(lab);
        this.trained = new Lazy<>(() -> trained(lab));
    }

    /** The same process with a detector trained in this repetition. */
    private Built trained(Lab lab) {
        Model model = lab.train().apply(lab.parts().train(), lab.parts().validation(), run.child("train"));
        boolean same = Bundle.of(model).digest().equals(Bundle.of(lab.model()).digest());
        return same ? plain : Built.plain(lab.with(model));
    }

    /** The laboratory with the detector itself. */
    Lab lab() {
        return plain.lab();
    }

    int number() {
        return number;
    }

    Run run() {
        return run;
    }

    /** The process without defences: with the detector itself or, if the learner is the subject, one trained anew. */
    Built plain(Subject subject) {
        return subject == Subject.LEARNER ? trained.get() : plain;
    }
}
