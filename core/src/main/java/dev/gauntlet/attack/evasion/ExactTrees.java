package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Norm;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.trees.Aim;
import dev.gauntlet.search.trees.LeastChange;
import dev.gauntlet.search.trees.MinimalChange;
import dev.gauntlet.search.trees.SplitTrees;
import dev.gauntlet.search.trees.ValidChange;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes from the trees of a detector the least change of each row that evades it, once in the largest change of a
 * number and once in cost ({@link ValidChange}), and proves that none within a smaller distance does.
 */
@AutoService(Attack.class)
public record ExactTrees(
        @Param(
                value = "boxes of values that are looked at for each row and measure, in thousands",
                low = 1,
                high = 1_000_000)
        int thousands)
        implements InputAttack {
    public ExactTrees {
        Catalogue.check(ExactTrees.class, thousands);
    }

    public ExactTrees() {
        this(20);
    }

    @Override
    public Optional<String> unfit(Model model) {
        return SplitTrees.of(model).isPresent()
                ? Optional.empty()
                : Optional.of("the detector is not an ensemble of trees with one score");
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        if (victims.size() == 0) {
            return List.of();
        }
        ValidChange changes = ValidChange.of(oracle.opened());
        return run.map(victims.size(), (v, r) -> {
            double[] row = victims.rows().row(v);
            double truth = victims.truth(v);
            FeasibleSet valid = new FeasibleSet(grant.schema(), grant.budget(), row);
            Function<SplitTrees, Aim> aim = trees -> aim(trees, grant.goal(), truth);
            LeastChange nearest = changes.least(search(Norm.LARGEST, grant.budget()), aim, row, valid);
            LeastChange cheapest = changes.least(search(Norm.COST, grant.budget()), aim, row, valid);
            List<double[]> rows = Stream.of(nearest, cheapest)
                    .flatMap(least -> least.row().stream())
                    .toList();
            return new Solved(rows, nearest.lower());
        });
    }

    private MinimalChange search(Norm norm, Budget budget) {
        return new MinimalChange(norm, budget.eps(), 1000L * thousands);
    }

    private static Aim aim(SplitTrees trees, Goal goal, double truth) {
        if (goal instanceof Goal.Moved moved) {
            double amount = moved.up() ? moved.amount() : -moved.amount();
            return Aim.estimate(trees, truth + amount, moved.up());
        }
        return Aim.verdict(trees, goal.reached(truth, 1));
    }

    private static final class Solved implements AttackSearch {
        private final List<double[]> rows;
        private final double bound;
        private List<double[]> proposed = List.of();
        private List<double[]> offered = List.of();
        private boolean sent;

        Solved(List<double[]> rows, double bound) {
            this.rows = rows;
            this.bound = bound;
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

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.TREES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Computes from the detector's trees the least change that evades it, and proves that none is smaller.";
    }

    @Override
    public String source() {
        return "Kantchelian, Tygar, Joseph, Evasion and Hardening of Tree Ensemble Classifiers, ICML 2016; bounds: Chen et al., "
                + "Robustness Verification of Tree-based Models, NeurIPS 2019; Devos, Meert, Davis, Versatile Verification of "
                + "Tree Ensembles, ICML 2021";
    }
}
