package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Seal;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.monitor.Monitor;
import java.util.List;
import java.util.Optional;

/** One replay of days, with its state. */
final class Replay {
    /** With fewer rows of either class no challenger is trained. */
    private static final int LEAST = 5;

    private final DayByDay step;
    private final Model first;
    private final List<Dataset> days;
    private final Dataset canaries;
    private final NewestDays newest;
    private final Run run;

    private Model champion;
    private int number;
    /** The rows the champion was calibrated on. */
    private Dataset reference;

    private Dataset seen;
    private boolean fresh;
    private int trained = -1;

    Replay(DayByDay step, Split.Parts known, Model first, List<Dataset> days, Run run) {
        this.step = step;
        this.first = first;
        this.days = days;
        this.run = run;
        this.canaries = step.canaries(first, known.test(), run.child("canaries"));
        this.newest = new NewestDays(step.compareDays());
        this.champion = first;
        this.reference = known.validation();
        this.seen = known.train().append(known.validation());
    }

    Dataset canaries() {
        return canaries;
    }

    List<Seal> seals() {
        return newest.seals();
    }

    /** The result at the end of a day. */
    private record RetrainStep(String outcome, int learnt, Optional<ChallengerComparison> contest, int opened) {
        static RetrainStep without(String outcome) {
            return new RetrainStep(outcome, 0, Optional.empty(), 0);
        }
    }

    Day live(int d) {
        Dataset rows = days.get(d);
        Confusion retrained = said(champion, rows);
        Monitor.Drift drift = step.due()
                .monitor()
                .apply(champion, reference, rows, run.child("monitor").child(d));
        labelsArrive(d - step.labelDelay());
        Optional<String> due = step.due().why(d - trained, drift);
        RetrainStep retrainStep = due.isEmpty() ? RetrainStep.without("not due") : retrainStep(d);
        return new Day(
                d + 1,
                rows.earliest(),
                rows.size(),
                retrained,
                said(first, rows),
                drift.score(),
                (int) drift.features().stream().filter(Monitor.Moved::moved).count(),
                drift.found(),
                due,
                retrainStep.outcome,
                retrainStep.learnt,
                retrainStep.contest,
                retrainStep.opened,
                number);
    }

    private static Confusion said(Model model, Dataset rows) {
        return Confusion.of(rows.malice(), model.alarms(rows.rows()));
    }

    private void labelsArrive(int d) {
        if (d >= 0) {
            newest.add(days.get(d)).ifPresent(day -> {
                seen = seen.append(day);
                fresh = true;
            });
        }
    }

    private RetrainStep retrainStep(int d) {
        if (!fresh) {
            return RetrainStep.without("no new rows");
        }
        Dataset rows = step.retrain().rows(seen, run.child("window"));
        for (Dataset part : List.of(rows, newest.rows())) {
            int malicious = part.maliciousRows().length;
            int benign = part.benignRows().length;
            if (malicious < LEAST || benign < LEAST) {
                return RetrainStep.without("too few rows for %s: %d malicious, %d benign"
                        .formatted(part == rows ? "training" : "a comparison", malicious, benign));
            }
        }
        Retrain.Challenger challenger =
                step.retrain().challenger(rows, run.child("challenger").child(d));
        fresh = false;
        trained = d;
        NewestDays.Opened opened = newest.open(Bundle.of(challenger.model()).digest(), d + 1);
        ChallengerComparison contest = step.gate().apply(champion, challenger.model(), opened.rows(), canaries);
        if (contest.decision() == ChallengerComparison.Decision.PROMOTE) {
            champion = challenger.model();
            reference = challenger.held();
            number++;
        }
        String outcome = contest.decision() == ChallengerComparison.Decision.PROMOTE ? "promoted" : "kept";
        return new RetrainStep(outcome, challenger.learnt().size(), Optional.of(contest), opened.others());
    }
}
