package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arm of an attack on inputs, from what was found for each victim: which reached the goal, and what it took. */
record ReachedArm(Lab lab, InputAttack attack, Goal goal) {
    /**
     * The arm.
     *
     * @param unchanged the victims as they are
     */
    Arm of(Arm.Name name, Found found, Found unchanged, Model model) {
        Found outcome = found.counted(attack);
        Found as = unchanged.counted(attack);
        int open = 0;
        int successes = 0;
        double cost = 0;
        double queries = 0;
        List<Double> cheap = new ArrayList<>();
        List<Optional<Improvement>> best = outcome.best();
        for (int v = 0; v < best.size(); v++) {
            boolean reached = best.get(v).isPresent();
            double own = best.get(v).map(Improvement::cost).orElse(0.0);
            cheap.add(reached ? Math.max(0, 1 - own / mostCost()) : 0);
            if (as.improvements().get(v).isEmpty()) {
                open++;
                queries += outcome.queries().get(v);
                successes += reached ? 1 : 0;
                cost += own;
            }
        }
        Interval success = Interval.share(successes, open);
        Arm reached = new Arm(name, outcome.each());
        return detection(reached, success, model)
                .with("success", success)
                .with("meanQueries", open == 0 ? 0 : queries / open)
                .with("meanCost", successes == 0 ? 0 : cost / successes)
                .with(Facts.AREA, Interval.meanShare(cheap))
                .with("rowsRefused", outcome.refused());
    }

    /** An arm with what all this would mean for detection; other goals do not tell. */
    private Arm detection(Arm arm, Interval success, Model model) {
        boolean tells = goal.equals(new Goal.Silence()) || goal.equals(new Goal.Alarm());
        if (!tells || !lab.isLabelled()) {
            return arm;
        }
        Confusion clean = clean(lab, model);
        return new Extrapolated(clean, success, attack.wantsAlarm())
                .counted(lab, arm)
                .with("cleanRecall", clean.recall());
    }

    /** The greatest cost of a change within the budget: every feature that can be moved, as far as it may be. */
    private double mostCost() {
        Budget budget = lab.budget();
        return Math.min(
                budget.cost(), Math.max(1e-9, budget.eps() * lab.schema().movable().length));
    }

    /** The verdicts on all test rows. */
    static Confusion clean(Lab lab, Model model) {
        Dataset test = lab.parts().test();
        return Confusion.of(test.malice(), model.alarms(test.rows()));
    }
}
