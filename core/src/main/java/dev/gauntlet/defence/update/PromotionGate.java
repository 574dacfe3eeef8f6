package dev.gauntlet.defence.update;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.retrain.Gate;
import java.util.Set;

/** Puts the gate of {@code gauntlet retrain} in front of every retrained detector. */
@AutoService(Defence.class)
public record PromotionGate(
        @Param(value = "the most recall that a promotion may lose, at the upper end of its interval", low = 0, high = 1)
        double lostRecall,

        @Param(
                value =
                        "the most that a promotion may add to the false-positive rate, at the upper end of its interval",
                low = 0,
                high = 1)
        double addedFalseAlarms,

        @Param(
                value = "of up to a hundred canaries, those that the champion detects and the challenger may miss",
                low = 0,
                high = 100)
        int lostCanaries,

        @Param(value = "lowest recall of a challenger", low = 0, high = 1)
        double leastRecall,

        @Param(value = "highest false-positive rate of a challenger", low = 0, high = 1)
        double mostFalsePositives)
        implements Defence {
    public PromotionGate {
        Catalogue.check(
                PromotionGate.class, lostRecall, addedFalseAlarms, lostCanaries, leastRecall, mostFalsePositives);
    }

    public PromotionGate() {
        this(
                new Gate().lostRecall(),
                new Gate().addedFalseAlarms(),
                5,
                new Gate().leastRecall(),
                new Gate().mostFalsePositives());
    }

    @Override
    public Pipeline guard(Pipeline process) {
        return process.withGate(new Gate(lostRecall, addedFalseAlarms, lostCanaries, leastRecall, mostFalsePositives));
    }

    @Override
    public Set<String> against() {
        return Set.of("retraining");
    }

    @Override
    public String summary() {
        return "Promotes a retrained detector only if it loses no more recall and canaries, and adds no more alarms, than a margin.";
    }

    @Override
    public String when() {
        return "Use it wherever a detector is retrained by itself. It costs labelled canaries and holds back some honest updates.";
    }

    @Override
    public String source() {
        return "Newcombe, Improved confidence intervals for the difference between binomial proportions based on paired data, Statistics in Medicine 1998; MITRE ATLAS AML.M0008 Validate AI Model";
    }

    @Override
    public String advice() {
        return "Compare every retrained detector with the current one on rows that neither was trained on, and keep canaries "
                + "that each must detect; gauntlet retrain does both.";
    }
}
