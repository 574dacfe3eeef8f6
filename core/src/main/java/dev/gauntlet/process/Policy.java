package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.train.Search;
import dev.gauntlet.process.train.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Selects a detector: the best setting of an algorithm is accepted if it meets all criteria; otherwise the next
 * algorithm is tried. Uses training and validation rows only.
 *
 * @param candidates algorithms in the order they are tried; if none meets the criteria, the best of all is used, with a
 *     note
 * @param settings how many settings of an algorithm are tried, unless a search finds them
 * @param search finds each algorithm's setting on training rows
 */
public record Policy(List<Trainer> candidates, Criteria criteria, int settings, Optional<Search> search) {
    /** The decision on a model. */
    public enum Action {
        ACCEPT,
        /** Discarded because it does not meet the criteria; other settings of the same algorithm are tried. */
        ADJUST,
        /**
         * Discarded although it meets the criteria, because other settings are better; or because it cannot be trained.
         */
        DISCARD,
        /** Discarded with its algorithm, and the next algorithm is tried. */
        REPLACE,
        /** Nothing is left to try: the best is used although it does not meet the criteria. */
        SETTLE
    }

    /**
     * One model and its result.
     *
     * @param setting the trainer with its parameters
     * @param recall at the operating point, on validation rows; for trials of a search, on the held-out rows of its
     *     folds
     */
    public record Decision(String trainer, String setting, double recall, Action action, String reason) {
        /** Whether the model met the criteria. */
        public boolean accepted() {
            return action == Action.ACCEPT;
        }
    }

    /** The selected model and all decisions. */
    public record Outcome(Model model, Trainer trainer, List<Decision> decisions) {
        public Outcome {
            decisions = List.copyOf(decisions);
        }

        /** What the model taken lacks, if no candidate satisfied: its measures beside what is demanded of them. */
        public Optional<String> lacking() {
            boolean settled = decisions.stream().anyMatch(decision -> decision.action == Action.SETTLE);
            return decisions.stream()
                    .filter(decision -> settled
                            && (decision.action == Action.SETTLE || decision.action == Action.REPLACE)
                            && decision.setting.equals(trainer.toString()))
                    .map(decision -> decision.reason.substring(0, decision.reason.indexOf(": ")))
                    .findFirst();
        }
    }

    private record Attempt(Trainer trainer, Model model, Evaluate.Evaluation evaluation) {
        double recall() {
            return evaluation.confusion().recall().value();
        }

        Decision decision(Action action, String reason) {
            return new Decision(trainer.id(), trainer.toString(), recall(), action, reason);
        }
    }

    public Policy {
        candidates = List.copyOf(Require.notEmpty("candidates", candidates));
        Require.atLeast("settings", settings, 1);
    }

    /** Trains one algorithm after another, each in several settings, until one satisfies. */
    public Outcome apply(Split.Parts parts, Train step, Run run) {
        return apply(parts, step, run, Search.Listener.NONE);
    }

    /**
     * Trains one algorithm after another, each in several settings, until one satisfies.
     *
     * @param step sets the operating point and calibration of each model; its trainer is not used
     * @param listener observes the searches
     */
    public Outcome apply(Split.Parts parts, Train step, Run run, Search.Listener listener) {
        List<Decision> decisions = new ArrayList<>();
        @Nullable Attempt taken = null;
        for (int c = 0; c < candidates.size(); c++) {
            List<Attempt> attempts = attempts(candidates.get(c), parts, step, run.child(c), listener, decisions);
            int first = best(attempts);
            Attempt best = attempts.get(first);
            taken = taken == null || better(best, taken) ? best : taken;
            boolean satisfies = criteria.hold(best.evaluation);
            Action action = satisfies ? Action.ACCEPT : c + 1 < candidates.size() ? Action.REPLACE : Action.SETTLE;
            for (int i = 0; i < attempts.size(); i++) {
                if (i != first) {
                    decisions.add(left(attempts.get(i)));
                }
            }
            decisions.add(best.decision(action, reason(action, best)));
            if (satisfies) {
                taken = best;
                break;
            }
        }
        if (taken == null) {
            throw new IllegalStateException("there is at least one candidate");
        }
        return new Outcome(taken.model, taken.trainer, decisions);
    }

    /**
     * The index of the best attempt that meets the criteria, or of the best of all if none does; the first of equals.
     */
    private int best(List<Attempt> attempts) {
        int best = 0;
        for (int i = 1; i < attempts.size(); i++) {
            best = better(attempts.get(i), attempts.get(best)) ? i : best;
        }
        return best;
    }

    private boolean better(Attempt one, Attempt other) {
        boolean satisfies = criteria.hold(one.evaluation);
        return satisfies == criteria.hold(other.evaluation) ? one.recall() > other.recall() : satisfies;
    }

    private Decision left(Attempt attempt) {
        boolean satisfies = criteria.hold(attempt.evaluation);
        return attempt.decision(
                satisfies ? Action.DISCARD : Action.ADJUST,
                criteria.compared(attempt.evaluation)
                        + (satisfies
                                ? ": not used, because other settings are as good or better"
                                : ": discarded, other settings are tried"));
    }

    private List<Attempt> attempts(
            Trainer candidate,
            Split.Parts parts,
            Train step,
            Run run,
            Search.Listener listener,
            List<Decision> decisions) {
        List<? extends Trainer> tried = candidate.settings();
        if (search.isPresent()) {
            Search.Outcome found = search.get().apply(candidate, parts.train(), run.child("search"), listener);
            found.trials().stream()
                    .filter(trial -> !trial.trainer().equals(found.best()))
                    .map(Policy::decision)
                    .forEach(decisions::add);
            tried = List.of(found.best());
        }
        List<? extends Trainer> chosen = tried;
        return run.map(Math.min(settings, chosen.size()), (i, r) -> {
            Model model = step.with(chosen.get(i)).apply(parts.train(), parts.validation(), run);
            return new Attempt(chosen.get(i), model, new Evaluate().apply(model, parts.validation()));
        });
    }

    private static Decision decision(Trial trial) {
        Trainer trainer = trial.trainer();
        if (trial.scores().isEmpty()) {
            return new Decision(
                    trainer.id(),
                    trainer.toString(),
                    0,
                    Action.DISCARD,
                    "trial %d %s".formatted(trial.number(), trial.stopped()));
        }
        return new Decision(
                trainer.id(),
                trainer.toString(),
                trial.mean(),
                Action.ADJUST,
                String.format(
                        Locale.ROOT,
                        "trial %d: %.3f on held-out rows with %.3f of the training part, %s",
                        trial.number(),
                        trial.mean(),
                        trial.share(),
                        trial.stopped()));
    }

    private String reason(Action action, Attempt best) {
        return criteria.compared(best.evaluation)
                + switch (action) {
                    case ACCEPT -> ": accepted";
                    case REPLACE -> ": discarded, next algorithm";
                    default -> ": nothing is left to try, the best candidate is used";
                };
    }
}
