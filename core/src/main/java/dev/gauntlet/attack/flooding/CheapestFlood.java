package dev.gauntlet.attack.flooding;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.DecisionSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes harmless rows alarm at the least cost, so that analysts are overwhelmed: the same search as evasion, with the
 * opposite goal.
 */
@AutoService(Attack.class)
public record CheapestFlood(
        @Param(
                value = "nearest rows of the other class used as starting points, plus the same number of random ones",
                low = 1,
                high = 100)
        int starts)
        implements InputAttack {
    public CheapestFlood {
        Catalogue.check(CheapestFlood.class, starts);
    }

    public CheapestFlood() {
        this(10);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        return IntStream.range(0, victims.size())
                .mapToObj(v -> new DecisionSearch(
                        new FeasibleSet(
                                grant.schema(), grant.budget(), victims.rows().row(v)),
                        grant.budget().norm(),
                        donors.get(v),
                        run.child("search").child(v).rng()))
                .toList();
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public boolean wantsAlarm() {
        return true;
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public String taxonomy() {
        return "flooding";
    }

    @Override
    public String summary() {
        return "Searches for the cheapest valid change of a harmless row that raises an alarm.";
    }

    @Override
    public String when() {
        return "Use it where an attacker sees labels only. It spends the whole budget of queries.";
    }

    @Override
    public String source() {
        return "Chung, Mok, Allergy Attack Against Automatic Signature Generation, RAID 2006";
    }
}
