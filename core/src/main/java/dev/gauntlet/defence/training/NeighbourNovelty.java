package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Set;

/**
 * Alarms also on rows that the detector lets pass but that are far from all benign training rows, in units of the range that most
 * training rows take.
 */
@AutoService(Defence.class)
public record NeighbourNovelty(
        @Param(value = "share of the benign validation rows that alarm for it at most", low = 0, high = 0.5)
        double rate,

        @Param(value = "benign training rows that others are compared with, at most", low = 1, high = 1e6)
        int reference,

        @Param(value = "the k of the k-th nearest row, whose distance counts", low = 1, high = 1000)
        int neighbours)
        implements TrainingDefence {
    public NeighbourNovelty {
        Catalogue.check(NeighbourNovelty.class, rate, reference, neighbours);
    }

    public NeighbourNovelty() {
        this(0.01, 1000, 1);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        Model model = Novelty.learnt(inner, step, parts, assumed, run.child("train"));
        return new Novelty(rate, reference, neighbours).byValues(model, step, parts, run.child("reference"));
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
        return "Alarms also on rows that are far from the benign training rows.";
    }

    @Override
    public String when() {
        return "Use it where benign traffic is compact and features are few. It costs the stated share of false alarms; attacks that stay near benign rows pass.";
    }

    @Override
    public String source() {
        return "Ramaswamy, Rastogi, Shim, Efficient Algorithms for Mining Outliers from Large Data Sets, SIGMOD 2000";
    }

    @Override
    public String advice() {
        return "Alarm also on rows that are far from all benign training rows, within a stated share of false alarms.";
    }
}
