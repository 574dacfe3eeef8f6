package dev.gauntlet.defence.update;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.UpdateDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.retrain.Contest;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;

/** The gate of {@code gauntlet retrain}: a challenger is compared with the present champion by McNemar's test and on canaries. */
@AutoService(Defence.class)
public record PromotionGate(
        @Param(value = "significance level of McNemar's test", low = 0, high = 1)
        double alpha,

        @Param(value = "canaries that the champion detects and the challenger may miss", low = 0, high = 1e6)
        int lostCanaries,

        @Param(value = "lowest recall of a challenger", low = 0, high = 1)
        double leastRecall,

        @Param(value = "highest false-positive rate of a challenger", low = 0, high = 1)
        double mostFalsePositives)
        implements UpdateDefence {
    public PromotionGate {
        Catalogue.check(PromotionGate.class, alpha, lostCanaries, leastRecall, mostFalsePositives);
    }

    public PromotionGate() {
        this(new Gate().alpha(), new Gate().lostCanaries(), new Gate().leastRecall(), new Gate().mostFalsePositives());
    }

    @Override
    public boolean accepts(Model first, Model champion, Model challenger, Dataset trusted) {
        Gate gate = new Gate(alpha, lostCanaries, leastRecall, mostFalsePositives);
        return gate.apply(champion, challenger, trusted, trusted).decision() == Contest.Decision.PROMOTE;
    }

    @Override
    public List<Knowledge> known() {
        return List.of(new Knowledge.Limit(lostCanaries, Knowledge.Limit.PER_RETRAINING));
    }

    @Override
    public Set<String> against() {
        return Set.of("retraining");
    }

    @Override
    public String summary() {
        return "Promotes a retrained detector only if it is not significantly worse than the current one and misses no canary.";
    }

    @Override
    public String source() {
        return "McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 1947; MITRE ATLAS AML.M0008 Validate AI Model";
    }

    @Override
    public String advice() {
        return "Compare every retrained detector with the current one on rows that neither was trained on, and keep canaries "
                + "that each must detect; gauntlet retrain does both.";
    }
}
