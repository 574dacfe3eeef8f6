package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.ScreenedKernel;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Set;

/**
 * Alarms also on rows that the detector lets pass but that reach, in its trees, a combination of leaves unlike those of all benign
 * training rows (the OC-score). A detector of other form stays as it is.
 */
@AutoService(Defence.class)
public record LeafNovelty(
        @Param(value = "share of the benign validation rows that alarm for it at most", low = 0, high = 0.5)
        double rate,

        @Param(value = "benign training rows that others are compared with, at most", low = 1, high = 1e6)
        int reference,

        @Param(value = "the k of the k-th nearest row, whose distance counts", low = 1, high = 1000)
        int neighbours)
        implements TrainingDefence {
    public LeafNovelty {
        Catalogue.check(LeafNovelty.class, rate, reference, neighbours);
    }

    public LeafNovelty() {
        this(0.01, 1000, 1);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        Model model = Novelty.learnt(inner, step, parts, assumed, run.child("train"));
        return ScreenedKernel.hasLeaves(model.kernel())
                ? new Novelty(rate, reference, neighbours).byLeaves(model, step, parts, run.child("reference"))
                : model;
    }

    @Override
    public boolean keeps(Goals.Task task) {
        return task == Goals.Task.CLASSIFY;
    }

    @Override
    public Set<String> against() {
        return Set.of("evasion");
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String summary() {
        return "Alarms also on rows whose leaves in the trees are unlike those of benign training rows.";
    }

    @Override
    public String when() {
        return "Use it for tree ensembles that cannot be retrained robustly. It costs the stated share of false alarms and a comparison with each reference row, and makes floods of alarms easier.";
    }

    @Override
    public String source() {
        return "Devos et al., Detecting Evasion Attacks in Deployed Tree Ensembles, ECML PKDD 2023";
    }

    @Override
    public String advice() {
        return "Alarm also on rows that reach combinations of leaves which benign training rows never reach, within a stated share of false alarms.";
    }
}
