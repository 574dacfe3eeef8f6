package dev.gauntlet.attack.poisoning;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.Flips;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.search.Rewritten;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Set;

/**
 * Adds to the training set near-copies of the attacker's own rows under a benign label, or that which is wanted, so that the
 * detector learns to call such rows so. Each copy differs a little, within the schema, so that it looks like another event.
 */
@AutoService(Attack.class)
public record InjectedSamples(
        @Param(value = "largest difference of a copy from its original, in scales", low = 0, high = 1)
        double spread) implements PoisoningAttack {
    private static final int CANDIDATES = 3;

    public InjectedSamples {
        Catalogue.check(InjectedSamples.class, spread);
    }

    public InjectedSamples() {
        this(0.02);
    }

    @Override
    public Dataset poison(Dataset train, AttackerContext grant, Run run) {
        int allowed = grant.budget().rowsOf(train.size());
        Dataset auxiliary = grant.auxiliary();
        int[] own = grant.goal().starts(auxiliary);
        if (allowed == 0 || own.length == 0) {
            return train;
        }
        Rng rng = run.rng();
        NearCopies copier = new NearCopies(train.schema());
        int[] others = Flips.falseLabels(grant.goal(), train);
        double[][] rows = new double[CANDIDATES * allowed][];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int model = own[rng.nextInt(own.length)];
            rows[i] = copier.of(auxiliary.rows().row(model), spread, 0, rng);
            labels[i] = others[auxiliary.label(model)];
        }
        Dataset candidates = Rewritten.labelled(train, Rows.of(rows), labels);
        return Flips.append(train, candidates, allowed, grant.filter());
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.TRAINING_ROWS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Filter.class);
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "direct-poisoning";
    }

    @Override
    public String summary() {
        return "Adds near-copies of malicious rows to the training set under a benign label, or that of the kind that is wanted.";
    }

    @Override
    public String when() {
        return "Use it where an attacker can add training rows under a label of its choice. It takes no query and no model.";
    }

    @Override
    public String source() {
        return "Jagielski et al., Subpopulation Data Poisoning Attacks, CCS 2021";
    }
}
