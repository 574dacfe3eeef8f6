package dev.gauntlet.attack.flooding;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BoundarySearch;
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
 * Makes harmless rows alarm, each after another kind of malicious row, so that the alarms look different and are not
 * grouped into one.
 */
@AutoService(Attack.class)
public record DiverseFlood(
        @Param(value = "malicious rows that each harmless row imitates", low = 1, high = 100)
        int starts) implements InputAttack {
    private static final int ROUNDS = 10;

    public DiverseFlood {
        Catalogue.check(DiverseFlood.class, starts);
    }

    public DiverseFlood() {
        this(20);
    }

    @Override
    public boolean wantsAlarm() {
        return true;
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        return IntStream.range(0, victims.size())
                .mapToObj(v -> {
                    List<double[]> far = donors.get(v)
                            .subList(donors.get(v).size() / 2, donors.get(v).size());
                    return new BoundarySearch(
                            new FeasibleSet(
                                    grant.schema(),
                                    grant.budget(),
                                    victims.rows().row(v)),
                            far,
                            ROUNDS,
                            run.child("search").child(v).rng());
                })
                .toList();
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "flooding";
    }

    @Override
    public String summary() {
        return "Makes harmless rows alarm in many different ways.";
    }

    @Override
    public String source() {
        return "Newsome, Karp, Song, Paragraph: Thwarting Signature Learning by Training Maliciously, RAID 2006";
    }
}
