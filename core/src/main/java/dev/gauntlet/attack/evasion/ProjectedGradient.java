package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.gradient.AutoAscent;
import dev.gauntlet.search.gradient.GradientSearch;
import dev.gauntlet.search.gradient.ProjectedAscent;
import dev.gauntlet.search.gradient.Region;
import dev.gauntlet.search.gradient.Walk;
import dev.gauntlet.search.gradient.WholeSteps;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Projected gradient descent in the largest change of a feature, each step projected on what schema, rules and budget allow:
 * from the row with adaptive steps and momentum, then from it with equal steps, then from random changes of it, until one of
 * them reaches the goal. Where there are whole numbers, flags or rules, a change is moved to where the rules hold before it is rounded,
 * and what rounding lost is made up by single units. A success is halved towards the row until it is at the boundary. Categories, which have no gradient, are
 * changed by the random starts alone.
 */
@AutoService(Attack.class)
public record ProjectedGradient(
        @Param(value = "steps of each start", low = 1, high = 1000)
        int steps,

        @Param(value = "starts, of which all but the first two are random", low = 1, high = 100)
        int starts)
        implements InputAttack {
    private static final int HALVINGS = 10;

    public ProjectedGradient {
        Catalogue.check(ProjectedGradient.class, steps, starts);
    }

    public ProjectedGradient() {
        this(40, 5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        return IntStream.range(0, victims.size())
                .mapToObj(v -> {
                    FeasibleSet lawful = new FeasibleSet(
                            grant.schema(), grant.budget(), victims.rows().row(v));
                    Region region = new Region(lawful, Norm.LINF, grant.budget().eps());
                    List<Walk> walks =
                            walks(region, run.child("search").child(v).rng());
                    return new GradientSearch(
                            region,
                            walks,
                            GradientSearch.Until.REACHED,
                            grant.goal().heading(),
                            HALVINGS);
                })
                .toList();
    }

    private List<Walk> walks(Region region, Rng rng) {
        List<Walk> walks = new ArrayList<>();
        for (int start = 0; start < starts; start++) {
            walks.add(
                    start == 1
                            ? new ProjectedAscent(region, steps, Optional.empty())
                            : new AutoAscent(region, steps, start == 0 ? Optional.empty() : Optional.of(rng)));
            if (start != 1 && region.isUneven()) {
                walks.add(new WholeSteps(region, steps));
            }
        }
        return walks;
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
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Follows the detector's gradient within the distance allowed, until it evades detection.";
    }

    @Override
    public String when() {
        return "Use it on models with gradients, for success within a distance. It takes some hundred gradients a row.";
    }

    @Override
    public String source() {
        return "Croce, Hein, Reliable Evaluation of Adversarial Robustness, ICML 2020 (adaptive steps); Madry et al., Towards Deep"
                + " Learning Models Resistant to Adversarial Attacks, ICLR 2018";
    }
}
