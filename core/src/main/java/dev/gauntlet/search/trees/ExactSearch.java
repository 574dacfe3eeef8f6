package dev.gauntlet.search.trees;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Reply;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The search of one victim that has computed beforehand what it sends: the least change in the largest change of a number
 * and the least in the attacker's norm ({@link ValidChange}).
 */
public final class ExactSearch implements AttackSearch {
    /** What the method follows. */
    public static final String SOURCE =
            "Kantchelian, Tygar, Joseph, Evasion and Hardening of Tree Ensemble Classifiers, ICML 2016; bounds: Chen et al., "
                    + "Robustness Verification of Tree-based Models, NeurIPS 2019; Devos, Meert, Davis, Versatile Verification of "
                    + "Tree Ensembles, ICML 2021";

    private final List<double[]> rows;
    private final double bound;
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();
    private boolean sent;

    private ExactSearch(List<double[]> rows, double bound) {
        this.rows = rows;
        this.bound = bound;
    }

    /** Why a detector cannot be searched; empty if it can. */
    public static Optional<String> unfit(Model model) {
        return SplitTrees.of(model).isPresent()
                ? Optional.empty()
                : Optional.of("the detector is not an ensemble of trees with one score");
    }

    /**
     * One search per victim.
     *
     * @param model a detector that is not {@link #unfit}
     * @param boxes looked at for each row, measure and of two searches at most
     */
    public static List<ExactSearch> of(Dataset victims, Model model, AttackerContext grant, long boxes, Run run) {
        if (victims.size() == 0) {
            return List.of();
        }
        ValidChange changes = ValidChange.of(model);
        MinimalChange near = new MinimalChange(Norm.LINF, grant.budget().eps(), boxes);
        Norm norm = grant.budget().norm();
        MinimalChange small = new MinimalChange(norm, grant.budget().eps(), boxes);
        return run.map(victims.size(), (v, r) -> {
            double[] row = victims.rows().row(v);
            double truth = victims.truth(v);
            FeasibleSet valid = new FeasibleSet(grant.schema(), grant.budget(), row);
            Function<SplitTrees, Aim> aim = trees -> aim(trees, grant.goal(), truth);
            LeastChange nearest = changes.least(near, aim, row, valid);
            LeastChange smallest = norm == Norm.LINF ? nearest : changes.least(small, aim, row, valid);
            List<double[]> rows = Stream.of(nearest, smallest)
                    .distinct()
                    .flatMap(least -> least.row().stream())
                    .toList();
            return new ExactSearch(rows, nearest.lower());
        });
    }

    private static Aim aim(SplitTrees trees, Goal goal, double truth) {
        if (goal instanceof Goal.Moved moved) {
            double amount = moved.up() ? moved.amount() : -moved.amount();
            return Aim.estimate(trees, truth + amount, moved.up());
        }
        return Aim.verdict(trees, goal.reached(truth, 1));
    }

    @Override
    public List<double[]> propose() {
        proposed = sent ? List.of() : rows;
        sent = true;
        return proposed;
    }

    @Override
    public void hear(List<Reply> replies) {
        offered = IntStream.range(0, replies.size())
                .filter(i -> replies.get(i).reached())
                .mapToObj(proposed::get)
                .toList();
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }

    @Override
    public double lowerBound() {
        return bound;
    }
}
