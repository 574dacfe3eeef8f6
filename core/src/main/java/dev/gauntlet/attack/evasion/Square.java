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
import dev.gauntlet.search.BlockSearch;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.ThenSmaller;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;

/**
 * Moves random blocks of neighbouring columns as far as is permitted, or to a benign row's values, and keeps what moves the score;
 * blocks get smaller. What evades is then made cheaper with the queries that are left.
 */
@AutoService(Attack.class)
public record Square(
        @Param(value = "share of the columns in the first blocks", low = 0, high = 1)
        double share,

        @Param(
                value = "nearest benign rows whose values are tried, plus the same number of random ones",
                low = 1,
                high = 100)
        int starts)
        implements InputAttack {
    public Square {
        Catalogue.check(Square.class, share, starts);
    }

    public Square() {
        this(0.8, 5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), starts, run);
        return ThenSmaller.each(
                victims,
                donors,
                grant,
                run,
                (valid, v) -> new BlockSearch(
                        valid,
                        donors.get(v),
                        share,
                        grant.goal().heading(),
                        Math.max(1, oracle.left(v)),
                        run.child("blocks").child(v).rng()));
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
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "evasion";
    }

    @Override
    public String summary() {
        return "Moves random blocks of columns, smaller and smaller, and keeps what moves the score, then makes what evades cheaper.";
    }

    @Override
    public String when() {
        return "Use it where scores are shown and several features must move at once. It spends the whole budget of queries.";
    }

    @Override
    public String source() {
        return "Andriushchenko, Croce, Flammarion, Hein, Square Attack: A Query-Efficient Black-Box Adversarial Attack via Random"
                + " Search, ECCV 2020 (blocks of columns in place of squares of pixels)";
    }
}
