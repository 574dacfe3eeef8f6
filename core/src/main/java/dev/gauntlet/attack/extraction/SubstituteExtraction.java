package dev.gauntlet.attack.extraction;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.Copies;
import dev.gauntlet.search.Substitute;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.Optional;
import java.util.Set;

/**
 * Copies a detector by querying natural-looking rows, half of them with some cells resampled from other rows, and
 * training models of several families on the answers, with scores where they are shown. If it knows a limit, it only queries real rows, and no more than the limit.
 */
@AutoService(Attack.class)
public record SubstituteExtraction(
        @Param(value = "share of cells resampled in half of the queries", low = 0, high = 1)
        double resampled) implements ExtractionAttack {
    public SubstituteExtraction {
        Catalogue.check(SubstituteExtraction.class, resampled);
    }

    public SubstituteExtraction() {
        this(0.3);
    }

    @Override
    public Optional<Model> extract(Oracle oracle, AttackerContext grant, Run run) {
        int questions = ExtractionAttack.questions(grant.budget());
        Rows own = grant.auxiliary().rows();
        boolean limited = grant.isLimited(Knowledge.Limit.PER_CLIENT);
        double most = grant.limits(Knowledge.Limit.PER_CLIENT)
                .map(limit -> limit * grant.budget().principals())
                .min()
                .orElse(questions);
        int count = (int) Math.min(questions, most);
        double share = limited ? 0 : resampled;
        Rows asked = Substitute.mixed(own, limited ? Math.min(count, own.size()) : count, share, run);
        return Copies.best(oracle, asked, grant.auxiliary(), grant.surrogate(), run.child("copy"));
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.AUXILIARY);
    }

    @Override
    public Set<Requirement> uses() {
        return Set.of(Requirement.SCORES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public String taxonomy() {
        return "extraction";
    }

    @Override
    public String summary() {
        return "Trains copies of the detector on its answers and keeps the best.";
    }

    @Override
    public String when() {
        return "Use it where clients see labels or scores: what it extracts is a basis for evasion. It takes ten times the queries of one victim.";
    }

    @Override
    public String source() {
        return "Orekondy, Schiele, Fritz, Knockoff Nets, CVPR 2019";
    }
}
