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

/** The metrics of changed inputs: success, queries and cost, and what they mean for detection. */
record InputFigures(Lab lab, InputAttack attack, Goal goal) {
    private static final String[] ALL = {
        "success", "cleanRecall", "meanQueries", "meanCost", "meanSize", Facts.AREA, "rowsRefused"
    };

    /** The names of those of an attack. */
    static String[] names(InputAttack attack) {
        return attack.wantsAlarm() ? Triage.and(DistinctAlerts.and(ALL)) : ALL;
    }

    /** The names of those of an arm without an attacker. */
    static String[] unattacked(InputAttack attack) {
        return attack.wantsAlarm() ? Triage.and() : new String[0];
    }

    /** An arm without an attacker with the metrics of the detector. */
    Arm clean(Arm arm, Model model) {
        return lab.counted(handled(arm, List.of(), model), clean(model));
    }

    /** An arm with the metrics of what was found. */
    Arm arm(Arm.Name name, Found found, Found unchanged, Model model) {
        Found outcome = found.counted(attack);
        Found as = unchanged.counted(attack);
        int open = 0;
        int successes = 0;
        double cost = 0;
        double size = 0;
        double queries = 0;
        List<Double> cheap = new ArrayList<>();
        List<double[]> changed = new ArrayList<>();
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
                size += best.get(v).map(Improvement::size).orElse(0.0);
                best.get(v).ifPresent(one -> changed.add(one.row()));
            }
        }
        Interval success = Interval.share(successes, open);
        Arm reached = new Arm(name, outcome.each());
        if (attack.wantsAlarm()) {
            reached = handled(DistinctAlerts.of(model, changed, cost).counted(reached), changed, model);
        }
        Arm counted = !Found.isMeasured(lab.budget().norm())
                ? reached
                : reached.with("meanSize", successes == 0 ? 0 : size / successes);
        return detection(counted, success, model)
                .with("success", success)
                .with("meanQueries", open == 0 ? 0 : queries / open)
                .with("meanCost", successes == 0 ? 0 : cost / successes)
                .with(Facts.AREA, Interval.meanShare(cheap))
                .with("rowsRefused", outcome.refused());
    }

    /** An arm of a flood with what it means for those who handle the alarms; other goals do not tell. */
    private Arm handled(Arm arm, List<double[]> flood, Model model) {
        if (!attack.wantsAlarm() || !goal.equals(new Goal.Alarm()) || !lab.isLabelled()) {
            return arm;
        }
        return new Flood(lab, model, List.of()).handled(arm, flood, "flood");
    }

    /** An arm with what all this would mean for detection; other goals do not tell. */
    private Arm detection(Arm arm, Interval success, Model model) {
        boolean tells = goal.equals(new Goal.Silence()) || goal.equals(new Goal.Alarm());
        if (!tells || !lab.isLabelled()) {
            return arm;
        }
        Confusion clean = clean(model);
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

    /** The confusion matrix of a detector on the test rows. */
    private Confusion clean(Model model) {
        Dataset test = lab.parts().test();
        return Confusion.of(test.malice(), model.alarms(test.rows()));
    }
}
