package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens after an evaluation: of the settings of an algorithm the best is accepted if it satisfies; else all are
 * discarded and the next algorithm is tried. Looks at validation rows only.
 *
 * @param candidates algorithms in the order they are tried; the best of all is taken if none satisfies, and that is said
 * @param leastRecall at the operating point
 * @param settings how many settings of an algorithm are tried
 */
public record Policy(List<Trainer> candidates, double leastRecall, int settings) {
    /** What is done with a model. */
    public enum Action {
        ACCEPT,
        /** Discarded, because other settings of the same algorithm do better. */
        ADJUST,
        /** Discarded with its algorithm, and the next algorithm is tried. */
        REPLACE,
        /** Nothing is left to try: the best is taken although it does not satisfy. */
        SETTLE
    }

    /**
     * One model and what became of it.
     *
     * @param setting the trainer with its parameters
     * @param recall on validation rows at the operating point
     */
    public record Decision(String trainer, String setting, double recall, Action action, String reason) {
        /** Whether the model satisfied. */
        public boolean accepted() {
            return action == Action.ACCEPT;
        }
    }

    /** The model taken and every decision on the way. */
    public record Outcome(Model model, Trainer trainer, List<Decision> decisions) {
        public Outcome {
            decisions = List.copyOf(decisions);
        }
    }

    private record Attempt(Trainer trainer, Model model, double recall) {
        Decision decision(Action action, String reason) {
            return new Decision(trainer.id(), trainer.toString(), recall, action, reason);
        }
    }

    public Policy {
        candidates = List.copyOf(Require.notEmpty("candidates", candidates));
        Require.fraction("leastRecall", leastRecall);
        Require.atLeast("settings", settings, 1);
    }

    /** Trains one algorithm after another, each in several settings, until one satisfies. */
    public Outcome apply(Split.Parts parts, double falsePositiveRate, Run run) {
        List<Decision> decisions = new ArrayList<>();
        @Nullable Attempt taken = null;
        for (int c = 0; c < candidates.size(); c++) {
            List<Attempt> attempts = attempts(candidates.get(c), parts, falsePositiveRate, run.child(c));
            int first = 0;
            for (int i = 1; i < attempts.size(); i++) {
                first = attempts.get(i).recall > attempts.get(first).recall ? i : first;
            }
            Attempt best = attempts.get(first);
            taken = taken == null || best.recall > taken.recall ? best : taken;
            boolean satisfies = best.recall >= leastRecall;
            Action action = satisfies ? Action.ACCEPT : c + 1 < candidates.size() ? Action.REPLACE : Action.SETTLE;
            for (int i = 0; i < attempts.size(); i++) {
                decisions.add(
                        i == first
                                ? best.decision(action, reason(action, best.recall))
                                : attempts.get(i).decision(Action.ADJUST, "other settings do as well or better"));
            }
            if (satisfies) {
                break;
            }
        }
        if (taken == null) {
            throw new IllegalStateException("there is at least one candidate");
        }
        return new Outcome(taken.model, taken.trainer, decisions);
    }

    private List<Attempt> attempts(Trainer candidate, Split.Parts parts, double falsePositiveRate, Run run) {
        List<? extends Trainer> tried = candidate.settings();
        return run.map(Math.min(settings, tried.size()), (i, r) -> {
            Model model = new Train(tried.get(i), falsePositiveRate).apply(parts.train(), parts.validation(), run);
            double recall = new Evaluate()
                    .apply(model, parts.validation())
                    .confusion()
                    .recall()
                    .value();
            return new Attempt(tried.get(i), model, recall);
        });
    }

    private String reason(Action action, double recall) {
        String compared = String.format(
                Locale.ROOT,
                "recall %.3f %s %.3f: ",
                recall,
                recall >= leastRecall ? "reaches" : "is below",
                leastRecall);
        return compared
                + switch (action) {
                    case ACCEPT -> "accepted";
                    case REPLACE -> "discarded, next algorithm";
                    default -> "nothing is left to try, the best of all is taken";
                };
    }
}
