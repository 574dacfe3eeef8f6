package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.ThreatModel;
import java.util.Set;

/**
 * Recalibrates the threshold on trusted traffic for fewer false positives, so that a flood needs larger changes. Its
 * cost in recall is shown by the defended clean arm.
 */
@AutoService(Defence.class)
public record StricterThreshold(
        @Param(value = "what the false-positive rate is multiplied by", low = 0, high = 1)
        double share) implements TrainingDefence {
    public StricterThreshold {
        Catalogue.check(StricterThreshold.class, share);
    }

    public StricterThreshold() {
        this(0.25);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        return inner.learn(step.with(step.point().stricter(share)), parts, assumed, run);
    }

    @Override
    public Set<String> against() {
        return Set.of("flooding");
    }

    @Override
    public String summary() {
        return "Recalibrates the threshold on trusted traffic for fewer false positives.";
    }

    @Override
    public String when() {
        return "Use it during a flood of alarms. It costs recall, which the defended clean arm states.";
    }

    @Override
    public String source() {
        return "Apruzzese et al., The Role of Machine Learning in Cybersecurity, DTRAP 2023";
    }

    @Override
    public String advice() {
        return "Recalibrate the threshold on trusted traffic during a flood, and report the loss of recall.";
    }
}
