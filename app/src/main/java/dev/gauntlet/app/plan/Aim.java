package dev.gauntlet.app.plan;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.Goals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the detector is for, and what its attackers want, as a plan states it.
 *
 * @param goal of attackers on a detector of kinds: {@link #BENIGN}, {@link #OTHER} or the name of a kind; absent for benign
 * @param target the column of the quantity that a model estimates
 * @param amount by which attackers want to move an estimate; absent for the model's mean absolute error or, if that is more, half the
 *     interquartile range of the quantity
 */
public record Aim(Objective objective, Optional<String> goal, Optional<String> target, Optional<Double> amount) {
    /** Kinds of malice are called benign. */
    public static final String BENIGN = "benign";
    /** Kinds of malice are taken for something else. */
    public static final String OTHER = "other";

    /** A detector that says whether a row is malicious. */
    public static final Aim DETECT = of(Objective.DETECT);

    /** What a detector is for. */
    public enum Objective {
        /** Whether a row is malicious. */
        DETECT,
        /** Which kind of malice it is. */
        KINDS,
        /** How large a quantity is. */
        QUANTITY,
        /** How unusual a row is, learnt without labels. */
        ANOMALIES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The objective of a name. */
        static Objective named(String name, String where) {
            List<String> names =
                    Arrays.stream(values()).map(Objective::toString).toList();
            if (!names.contains(name)) {
                throw new InputException("%s: there is no \"%s\"%s; there are %s"
                        .formatted(where, name, Problems.didYouMean(name, names), names));
            }
            return values()[names.indexOf(name)];
        }
    }

    public Aim {
        List<String> problems = new ArrayList<>();
        if (goal.isPresent() && objective != Objective.KINDS) {
            problems.add("goal: attackers choose among kinds only; state the objective kinds, or leave out the goal");
        }
        if (objective != Objective.QUANTITY && (target.isPresent() || amount.isPresent())) {
            problems.add("target, amount: they belong to the objective quantity");
        }
        amount.filter(value -> !(value > 0 && value < Double.POSITIVE_INFINITY))
                .ifPresent(value -> problems.add("amount: must be above 0 but is " + value));
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /** An objective with the usual goal. */
    private static Aim of(Objective objective) {
        return new Aim(objective, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with what is stated elsewhere, such as on a command line. */
    public Aim over(
            Optional<String> otherObjective,
            Optional<String> otherGoal,
            Optional<String> otherTarget,
            Optional<Double> otherAmount) {
        return new Aim(
                otherObjective.map(name -> Objective.named(name, "--objective")).orElse(objective),
                otherGoal.or(() -> goal),
                otherTarget.or(() -> target),
                otherAmount.or(() -> amount));
    }

    /** The same objective, whatever its attackers want. */
    Aim withoutGoal() {
        return new Aim(objective, Optional.empty(), target, Optional.empty());
    }

    /**
     * The goals of attackers.
     *
     * @param rows whose label names a goal can name
     * @param error the mean absolute error of a model of a quantity: to move an estimate by less is no success
     * @throws InputException if the rows have no such kind, or the objective no such goal
     */
    public Goals goals(Dataset rows, double error) {
        return switch (objective) {
            case DETECT -> Goals.DETECTION;
            case ANOMALIES -> Goals.ANOMALIES;
            case QUANTITY -> Goals.moved(amount.orElseGet(() -> Math.max(error, spread(rows.quantities()))));
            case KINDS -> kinds(rows.labelNames());
        };
    }

    /** Half the interquartile range, or half the range where that is 0. */
    private static double spread(double[] quantities) {
        double[] sorted = Arrays.stream(quantities).sorted().toArray();
        int last = sorted.length - 1;
        double spread = sorted[3 * last / 4] - sorted[last / 4];
        double all = sorted[last] - sorted[0];
        if (all == 0) {
            throw new InputException("target: the quantity is %s in every row".formatted(sorted[0]));
        }
        return (spread > 0 ? spread : all) / 2;
    }

    private Goals kinds(List<String> names) {
        List<String> kinds = names.subList(1, names.size());
        if (kinds.size() < 2) {
            throw new InputException(
                    "objective: the labels name one kind of malice only, %s; a detector of kinds needs two"
                            .formatted(kinds));
        }
        String wanted = goal.orElse(BENIGN);
        if (kinds.contains(wanted)) {
            return Goals.kind(names.indexOf(wanted));
        }
        if (wanted.equals(BENIGN)) {
            return Goals.BENIGN;
        }
        if (wanted.equals(OTHER)) {
            return Goals.OTHER_KIND;
        }
        List<String> alike = kinds.stream().filter(wanted::equalsIgnoreCase).toList();
        if (alike.size() == 1) {
            return Goals.kind(names.indexOf(alike.get(0)));
        }
        if (alike.size() > 1) {
            throw new InputException(
                    "goal: \"%s\" is one of the kinds %s, which differ in case; write it as the labels do"
                            .formatted(wanted, alike));
        }
        throw new InputException("goal: there is no kind \"%s\"%s; there are %s, %s (for any other kind) and %s"
                .formatted(wanted, Problems.didYouMean(wanted, kinds), BENIGN, OTHER, kinds));
    }
}
