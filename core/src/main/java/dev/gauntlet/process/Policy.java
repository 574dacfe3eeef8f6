package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens after an evaluation: accept, or discard and take the next algorithm. Looks at validation rows only.
 *
 * @param candidates algorithms in the order they are tried; the last is taken if none satisfies, and that is said
 * @param leastRecall at the operating point
 */
public record Policy(List<Trainer> candidates, double leastRecall) {
    /** One candidate and what became of it. */
    public record Decision(String trainer, double recall, boolean accepted, String reason) {}

    /** The model taken and every decision on the way. */
    public record Outcome(Model model, Trainer trainer, List<Decision> decisions) {
        public Outcome {
            decisions = List.copyOf(decisions);
        }
    }

    public Policy {
        candidates = List.copyOf(Require.notEmpty("candidates", candidates));
        Require.fraction("leastRecall", leastRecall);
    }

    /** Trains candidates until one satisfies. */
    public Outcome apply(Split.Parts parts, double falsePositiveRate, Run run) {
        List<Decision> decisions = new ArrayList<>();
        List<Model> models = new ArrayList<>();
        int best = 0;
        for (Trainer trainer : candidates) {
            Model model = new Train(trainer, falsePositiveRate).apply(parts.train(), parts.validation(), run);
            models.add(model);
            decisions.add(judge(model, trainer, parts));
            if (decisions.get(decisions.size() - 1).recall()
                    > decisions.get(best).recall()) {
                best = decisions.size() - 1;
            }
            if (decisions.get(decisions.size() - 1).accepted()) {
                best = decisions.size() - 1;
                break;
            }
        }
        return new Outcome(models.get(best), candidates.get(best), decisions);
    }

    private Decision judge(Model model, Trainer trainer, Split.Parts parts) {
        double recall = new Evaluate()
                .apply(model, parts.validation())
                .confusion()
                .recall()
                .value();
        boolean accepted = recall >= leastRecall;
        String reason = accepted
                ? "recall %.3f reaches %.3f".formatted(recall, leastRecall)
                : "recall %.3f is below %.3f: discarded, next algorithm".formatted(recall, leastRecall);
        return new Decision(trainer.id(), recall, accepted, reason);
    }
}
