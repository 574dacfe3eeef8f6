package dev.gauntlet.attack.flooding;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.explain.AlertGroups;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.DecisionSearch;
import dev.gauntlet.search.DistinctChoice;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Gathering;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.UntilReached;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes harmless rows alarm so that the alarms are hard to group: searches for each harmless row, keeps all changes that alarm,
 * and sends of each row one so that there are as many groups as possible. Who does not know how alarms are grouped expects that it is
 * by the explanations of a detector like its own or, without labelled rows, chooses by the k-centre in scaled features.
 */
@AutoService(Attack.class)
public record DiverseFlood(
        @Param(
                value = "nearest rows of the other class used as starting points, plus the same number of random ones",
                low = 1,
                high = 100)
        int starts,

        @Param(
                value = "how many times the cost of the cheapest change of a row another one may have",
                low = 1,
                high = 1000)
        double dearer)
        implements InputAttack {
    public DiverseFlood {
        Catalogue.check(DiverseFlood.class, starts, dearer);
    }

    public DiverseFlood() {
        this(10, 4);
    }

    @Override
    public boolean wantsAlarm() {
        return true;
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        List<Gathering> searches = IntStream.range(0, victims.size())
                .mapToObj(v -> new Gathering(
                        new DecisionSearch(
                                new FeasibleSet(
                                        grant.schema(),
                                        grant.budget(),
                                        victims.rows().row(v)),
                                grant.budget().norm(),
                                donors.get(v),
                                run.child("search").child(v).rng()),
                        oracle.left(v) - 1))
                .toList();
        new BatchedQueries(grant.schema(), grant.budget(), grant.goal()).run(searches, victims, oracle, run);
        DistinctChoice choice = new DistinctChoice(
                grant.schema(),
                victims.rows(),
                searches.stream().map(Gathering::found).toList(),
                dearer);
        List<List<double[]>> chosen =
                groups(grant, run).map(choice::ofDifferentGroups).orElseGet(choice::farthest);
        return chosen.stream().map(DiverseFlood::sending).toList();
    }

    /** How alarms are grouped: as is known, or by the explanations of a detector of the attacker's own, if it can have one. */
    private static Optional<Function<Rows, List<String>>> groups(AttackerContext grant, Run run) {
        if (grant.grouping().isPresent()) {
            return grant.grouping().map(known -> known::groups);
        }
        Dataset own = grant.auxiliary();
        boolean teaches =
                grant.goal().equals(new Goal.Alarm()) && own.benignRows().length > 0 && own.maliciousRows().length > 0;
        return teaches
                ? Optional.of(AlertGroups.of(grant.surrogate().trained(own, run.child("copy")))::of)
                : Optional.empty();
    }

    private static AttackSearch sending(List<double[]> chosen) {
        Iterator<double[]> rows = chosen.iterator();
        return new UntilReached(() -> rows.hasNext() ? List.of(rows.next()) : List.of());
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class, Knowledge.Grouping.class);
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
        return "Makes harmless rows alarm in ways that are hard to group.";
    }

    @Override
    public String when() {
        return "Use it where alarms are grouped or de-duplicated: it looks for alarms that differ. It spends the whole budget of queries.";
    }

    @Override
    public String source() {
        return "Newsome, Karp, Song, Paragraph: Thwarting Signature Learning by Training Maliciously, RAID 2006";
    }
}
