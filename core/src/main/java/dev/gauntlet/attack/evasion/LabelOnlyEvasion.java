package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.Asked;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.DecisionSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Spaced;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Starts from benign rows, parts of them and random moves, then gives back feature after feature while the detector does not
 * alarm, and follows the estimated normal of its boundary where that helps: the cheapest change that evades it, from labels
 * only. It starts again and again until the queries are spent.
 */
@AutoService(Attack.class)
public record LabelOnlyEvasion(
        @Param(
                value = "nearest rows of the other class used as starting points, plus the same number of random ones",
                low = 1,
                high = 100)
        int starts)
        implements InputAttack {
    public LabelOnlyEvasion {
        Catalogue.check(LabelOnlyEvasion.class, starts);
    }

    public LabelOnlyEvasion() {
        this(10);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        return IntStream.range(0, victims.size())
                .mapToObj(v -> spaced(
                        new DecisionSearch(
                                new FeasibleSet(
                                        grant.schema(),
                                        grant.budget(),
                                        victims.rows().row(v)),
                                grant.budget().norm(),
                                donors.get(v),
                                run.child("search").child(v).rng()),
                        grant))
                .toList();
    }

    /** The search without the queries by which its client would be flagged, as far as that is known. */
    private static AttackSearch spaced(AttackSearch search, AttackerContext grant) {
        if (!grant.isLimited(Knowledge.Limit.QUERY_DISTANCE)) {
            return search;
        }
        int nearest = (int) grant.limits(Knowledge.Limit.NEAREST_QUERIES).min().orElse(1);
        double least = grant.limits(Knowledge.Limit.QUERY_DISTANCE).max().orElse(0);
        return new Spaced(search, new Asked(grant.schema(), nearest), least);
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class, Knowledge.Limit.class);
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
        return "Searches for the cheapest valid change that evades detection, from labels only.";
    }

    @Override
    public String when() {
        return "Use it on any detector that answers at all; with enough queries it is near the exact attack. It spends the whole budget of queries.";
    }

    @Override
    public String source() {
        return "Schott, Rauber, Bethge, Brendel, Towards the First Adversarially Robust Neural Network Model on MNIST, ICLR"
                + " 2019 (the pointwise attack); Chen, Jordan, Wainwright, HopSkipJumpAttack, S&P 2020 (the normal from decisions)";
    }
}
