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
import dev.gauntlet.search.HopSkipJumpSearch;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Goes from a benign row, or a random one, to the boundary and along its normal, both from labels only: the published search, for
 * comparison with {@link LabelOnlyEvasion}. A victim without a start that evades is a failure.
 */
@AutoService(Attack.class)
public record HopSkipJump(
        @Param(
                value = "nearest benign rows used as starting points, plus the same number of random ones",
                low = 1,
                high = 100)
        int starts)
        implements InputAttack {
    public HopSkipJump {
        Catalogue.check(HopSkipJump.class, starts);
    }

    public HopSkipJump() {
        this(10);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        return IntStream.range(0, victims.size())
                .mapToObj(v -> new HopSkipJumpSearch(
                        new FeasibleSet(
                                grant.schema(), grant.budget(), victims.rows().row(v)),
                        grant.budget().norm() == Norm.LINF ? Norm.LINF : Norm.L2,
                        donors.get(v),
                        run.child("search").child(v).rng()))
                .toList();
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Estimates the normal of the detector's boundary from labels and follows it to a small change that evades.";
    }

    @Override
    public String when() {
        return "Use it to compare label-only-evasion with the published method: it finds no start where random changes do not evade. It spends the whole budget of queries.";
    }

    @Override
    public String source() {
        return "Chen, Jordan, Wainwright, HopSkipJumpAttack: A Query-Efficient Decision-Based Attack, S&P 2020";
    }
}
