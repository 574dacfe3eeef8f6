package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.InTurn;
import dev.gauntlet.search.gradient.DecoupledNorm;
import dev.gauntlet.search.gradient.FastBoundary;
import dev.gauntlet.search.gradient.GradientSearch;
import dev.gauntlet.search.gradient.MinimumNorm;
import dev.gauntlet.search.gradient.Region;
import dev.gauntlet.search.gradient.SigmaZero;
import dev.gauntlet.search.gradient.Walk;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Follows the gradient to the least change that evades, in one measure after the other: the largest change of a number, cost, the
 * Euclidean distance and the number of changed features; each time by methods that are exact where the boundary is flat and by
 * others that do not rely on it. The smallest change of each is halved towards the row until it is at the boundary. A change that
 * is not valid is repaired ({@link FeasibleSet}) before it is asked. Categories stay as they are.
 */
@AutoService(Attack.class)
public record MinimalGradient(
        @Param(value = "steps of each of the six methods", low = 1, high = 1000)
        int steps) implements InputAttack {
    private static final int HALVINGS = 8;
    /** The Euclidean length of the first steps, in scales. */
    private static final double STEP = 0.3;

    public MinimalGradient {
        Catalogue.check(MinimalGradient.class, steps);
    }

    public MinimalGradient() {
        this(75);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        return IntStream.range(0, victims.size())
                .mapToObj(v -> search(victims.rows().row(v), grant))
                .toList();
    }

    private AttackSearch search(double[] victim, AttackerContext grant) {
        Budget budget = grant.budget();
        FeasibleSet lawful = new FeasibleSet(grant.schema(), budget, victim);
        int heading = grant.goal().heading();
        Region largest = new Region(lawful, Norm.LINF, budget.eps());
        Region cost = budget.norm() == Norm.L1
                ? new Region(lawful, Norm.L1, Double.MAX_VALUE)
                : new Region(lawful, Norm.COST, budget.cost());
        Region euclidean = new Region(lawful, Norm.L2, Double.MAX_VALUE);
        Region count = new Region(lawful, Norm.L0, Double.MAX_VALUE);
        return new InTurn(List.of(
                search(largest, heading, flat(largest), growing(largest)),
                search(cost, heading, flat(cost), growing(cost)),
                search(euclidean, heading, new DecoupledNorm(euclidean, steps)),
                search(count, heading, new SigmaZero(count, steps))));
    }

    private static GradientSearch search(Region region, int heading, Walk... walks) {
        return new GradientSearch(region, List.of(walks), GradientSearch.Until.SMALLEST, heading, HALVINGS);
    }

    private Walk flat(Region region) {
        return new FastBoundary(region, steps, Optional.empty());
    }

    private Walk growing(Region region) {
        return new MinimumNorm(region, steps, STEP);
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.GRADIENTS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Follows the detector's gradient to the smallest valid change that evades detection.";
    }

    @Override
    public String when() {
        return "Use it on models with gradients, for the smallest change. It takes some hundred gradients a row and more time than projected-gradient.";
    }

    @Override
    public String source() {
        return "Croce, Hein, Minimally Distorted Adversarial Examples with a Fast Adaptive Boundary Attack, ICML 2020; Pintor et al.,"
                + " Fast Minimum-norm Adversarial Attacks, NeurIPS 2021; Rony et al., Decoupling Direction and Norm, CVPR 2019; Cina"
                + " et al., sigma-zero, ICLR 2025";
    }
}
