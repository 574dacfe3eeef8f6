package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Norm;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.trees.Aim;
import dev.gauntlet.search.trees.LeastChange;
import dev.gauntlet.search.trees.MinimalChange;
import dev.gauntlet.search.trees.SplitTrees;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Computes from the trees of a detector the least change of each row that evades it, once in the largest change of a
 * number and once in cost. A change that breaks a rule between features is repaired ({@link FeasibleSet}), and searched on if the
 * repair no longer evades; where the least change is not valid it also searches among changes that leave alone what
 * equations determine. The proven distance is that without rules between features, so that it holds with them.
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
        Model model = oracle.opened();
        SplitTrees free = trees(model, model.schema());
        SplitTrees careful = trees(model, withoutEquations(model.schema()));
        return run.map(victims.size(), (v, r) -> {
            double[] row = victims.rows().row(v);
            FeasibleSet lawful = new FeasibleSet(grant.schema(), grant.budget(), row);
            double truth = victims.truth(v);
            List<double[]> rows = new ArrayList<>();
            LeastChange nearest =
                    least(Norm.LARGEST, aim(free, grant.goal(), truth), row, lawful, grant.budget(), rows);
            if (nearest.isClosed()) {
                least(Norm.COST, aim(free, grant.goal(), truth), row, lawful, grant.budget(), rows);
            } else {
                least(Norm.LARGEST, aim(careful, grant.goal(), truth), row, lawful, grant.budget(), rows);
                least(Norm.COST, aim(careful, grant.goal(), truth), row, lawful, grant.budget(), rows);
            }
            return new Solved(rows, nearest.lower());
        });
    }

    private static SplitTrees trees(Model model, Schema schema) {
        Model seen = new Model(model.trainer(), schema, model.encoding(), model.kernel(), model.threshold());
        return SplitTrees.of(seen)
                .orElseThrow(() -> new IllegalArgumentException("the detector is not an ensemble of trees"));
    }

    /** The schema in which no feature moves that an equation determines, as repairs of those move back what was gained. */
    private static Schema withoutEquations(Schema schema) {
        Set<Integer> determined = schema.rules().stream()
                .filter(rule ->
                        rule instanceof Rule.Compare compare && compare.relation() == Rule.Compare.Relation.EQUAL)
                .flatMap(rule -> rule.columns().stream())
                .collect(Collectors.toSet());
        return schema.withFeatures(IntStream.range(0, schema.width())
                .mapToObj(j ->
                        determined.contains(j) ? schema.feature(j).withMove(Feature.Move.FIXED) : schema.feature(j))
                .toList());
    }

    private LeastChange least(
            Norm norm, Aim aim, double[] row, FeasibleSet lawful, Budget budget, List<double[]> into) {
        LeastChange least = new MinimalChange(norm, budget.eps(), 1000L * thousands).of(aim, row, lawful::project);
        least.row().ifPresent(into::add);
        return least;
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
