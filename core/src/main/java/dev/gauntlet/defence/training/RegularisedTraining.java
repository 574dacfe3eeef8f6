package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Trains the same algorithm with less room to memorise: shallower trees, larger leaves, stronger penalties. */
@AutoService(Defence.class)
public record RegularisedTraining(
        @Param(value = "largest depth of a tree", low = 1, high = 64)
        int depth,

        @Param(value = "smallest number of rows, or weight, in a leaf", low = 1, high = 1e6)
        int leaf,

        @Param(value = "penalty on weights", low = 0, high = 1e6)
        double penalty)
        implements TrainingDefence {
    public RegularisedTraining {
        Catalogue.check(RegularisedTraining.class, depth, leaf, penalty);
    }

    public RegularisedTraining() {
        this(4, 20, 10);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        return inner.learn(step.with(regularised(step.trainer())), parts, assumed, run);
    }

    private Trainer regularised(Trainer trainer) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Catalogue.Parameter parameter : Catalogue.parameters(trainer)) {
            switch (parameter.name()) {
                case "depth" -> values.put("depth", depth);
                case "minLeaf", "minChildWeight" -> values.put(parameter.name(), leaf);
                case "l2", "lambda" -> values.put(parameter.name(), penalty);
                default -> {}
            }
        }
        return Catalogue.with(trainer, values);
    }

    @Override
    public Set<String> against() {
        return Set.of("membership");
    }

    @Override
    public String summary() {
        return "Trains with stronger regularisation, so that single rows are memorised less.";
    }

    @Override
    public String when() {
        return "Use it where training rows are confidential. It costs some accuracy on rare rows.";
    }

    @Override
    public String source() {
        return "Yeom et al., Privacy Risk in Machine Learning, CSF 2018";
    }

    @Override
    public String advice() {
        return "Limit depth and leaf size, and show labels or rounded scores instead of exact ones.";
    }
}
