package dev.gauntlet.attack.membership;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.LogOdds;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;

/**
 * Compares the detector's confidence in a row with that of reference models that did not train on it: a row that is
 * hard for the reference models but easy for the detector was memorised.
 */
@AutoService(Attack.class)
public record CalibratedMembership(
        @Param(value = "how many reference models are trained on auxiliary rows", low = 1, high = 64)
        int references) implements MembershipAttack {
    public CalibratedMembership {
        Catalogue.check(CalibratedMembership.class, references);
    }

    public CalibratedMembership() {
        this(4);
    }

    @Override
    public double[] suspicion(Oracle oracle, Dataset candidates, AttackerContext grant, Run run) {
        double[] suspicion =
                ConfidenceMembership.confidence(oracle.ask(new int[candidates.size()], candidates.rows()), candidates);
        Dataset own = grant.auxiliary();
        List<double[]> reference = run.map(references, (i, r) -> {
            int[] all = java.util.stream.IntStream.range(0, own.size()).toArray();
            int[] half = r.rng().sample(all, Math.max(2, own.size() * 3 / 4));
            Model model = grant.surrogate().trained(own.select(half), r);
            return model.probability(candidates.rows());
        });
        for (int i = 0; i < suspicion.length; i++) {
            double sum = 0;
            for (double[] probabilities : reference) {
                sum += LogOdds.of(probabilities[i], candidates.malicious(i));
            }
            suspicion[i] -= sum / references;
        }
        return suspicion;
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.SCORES, Requirement.AUXILIARY);
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
        return "membership-inference";
    }

    @Override
    public String summary() {
        return "Infers membership where the detector is more confident than reference models are.";
    }

    @Override
    public String when() {
        return "Use it where confidence alone infers nothing: it takes reference models of the attacker's own, and one query a row.";
    }

    @Override
    public String source() {
        return "Watson et al., On the Importance of Difficulty Calibration in Membership Inference Attacks, ICLR 2022";
    }
}
