package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.ThenSmaller;
import dev.gauntlet.search.genetic.GeneticSearch;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;

/**
 * Breeds changed rows by their scores, under the rules of the schema: from generation to generation those survive that score best
 * for their size. Half of the first take values of benign rows. What evades is then made cheaper with the queries that are left.
 */
@AutoService(Attack.class)
public record Moeva(
        @Param(value = "rows that survive a generation, and rows asked in each", low = 4, high = 1000)
        int population,

        @Param(
                value =
                        "nearest benign rows whose values the first generation may take, plus the same number of random ones",
                low = 0,
                high = 50)
        int models)
        implements InputAttack {
    public Moeva {
        Catalogue.check(Moeva.class, population, models);
    }

    public Moeva() {
        this(20, 5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), models, run);
        return ThenSmaller.each(
                victims,
                donors,
                grant,
                run,
                (valid, v) -> new GeneticSearch(
                        valid,
                        grant.budget().norm(),
                        grant.goal().heading(),
                        population,
                        donors.get(v),
                        run.child("search").child(v).rng()));
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY, Requirement.SCORES);
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
        return "Breeds changed rows by score and size under the schema's rules until one evades, then makes that cheaper.";
    }

    @Override
    public String when() {
        return "Use it where scores are shown and rules couple many features. It takes thousands of queries a row.";
    }

    @Override
    public String source() {
        return "Simonetto et al., A Unified Framework for Adversarial Attack and Defense in Constrained Feature Space (MoEvA2), IJCAI 2022";
    }
}
