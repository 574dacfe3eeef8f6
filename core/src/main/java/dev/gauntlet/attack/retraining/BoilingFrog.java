package dev.gauntlet.attack.retraining;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.RetrainingAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Shifts the detector a little with every retraining: each round it submits more rows like its own malicious ones,
 * which nobody reports, so they are labelled benign. If it knows the tolerance of a gate, it proceeds more slowly.
 */
@AutoService(Attack.class)
public record BoilingFrog(
        @Param(value = "growth of the number of submitted rows from round to round", low = 1, high = 10)
        double growth,

        @Param(value = "largest difference of a submitted row from the row it copies, in scales", low = 0, high = 1)
        double spread)
        implements RetrainingAttack {
    private static final double PATIENCE = 0.25;

    public BoilingFrog {
        Catalogue.check(BoilingFrog.class, growth, spread);
    }

    public BoilingFrog() {
        this(1.5, 0.02);
    }

    @Override
    public Rows submit(int round, int rounds, Dataset own, AttackerContext grant, Run run) {
        double total = 0;
        for (int r = 0; r < rounds; r++) {
            total += StrictMath.pow(growth, r);
        }
        double share = StrictMath.pow(growth, round) / total;
        double pace = grant.isLimited(Knowledge.Limit.PER_RETRAINING) ? PATIENCE : 1;
        int count = (int) (pace * share * grant.budget().rowsOf(own.size()));
        Rng rng = run.rng();
        NearCopies copier = new NearCopies(own.schema());
        double[][] rows = IntStream.of(rng.sample(grant.goal().starts(own), count))
                .mapToObj(i -> copier.of(own.rows().row(i), spread, 0, rng))
                .toArray(double[][]::new);
        return rows.length == 0 ? own.rows().slice(0, 0) : Rows.of(rows);
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.RETRAINING, Requirement.TIMES);
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
        return "retraining-poisoning";
    }

    @Override
    public String summary() {
        return "Submits more rows like its own in each round until the detector learns them as benign.";
    }

    @Override
    public String when() {
        return "Use it where a detector is retrained on what it sees. It takes patience, several rounds, and no access to labels.";
    }

    @Override
    public String source() {
        return "Rubinstein et al., ANTIDOTE, IMC 2009";
    }
}
