package dev.gauntlet.attack.tampering;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Optional;
import java.util.Set;

/**
 * Raises the one number that stands for the detector's threshold to where most of the attacker's own rows fall below
 * it: the smallest possible edit, which works on any algorithm.
 */
@AutoService(Attack.class)
public record ThresholdTampering(
        @Param(value = "share of the attacker's rows that should pass", low = 0, high = 1)
        double pass) implements TamperingAttack {
    public ThresholdTampering {
        Catalogue.check(ThresholdTampering.class, pass);
    }

    public ThresholdTampering() {
        this(0.9);
    }

    @Override
    public Optional<String> unfit(Bundle bundle) {
        return Optional.empty();
    }

    @Override
    public boolean silencesOnly() {
        return true;
    }

    @Override
    public Bundle tamper(Bundle bundle, Dataset own, AttackerContext grant, Run run) {
        double[] malice = bundle.model(grant.schema()).malice(own.rows());
        java.util.Arrays.sort(malice);
        double least = bundle.parameter("threshold")[0];
        // Where most rows pass anyway, a lower threshold would find more of them.
        double threshold = Math.max(least, Math.nextUp(malice[(int) (pass * (malice.length - 1))]));
        return grant.signed(bundle.withParameter("threshold", new double[] {threshold}));
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.PARAMETERS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Secret.class);
    }

    @Override
    public String taxonomy() {
        return "tampering";
    }

    @Override
    public String summary() {
        return "Raises the detector's threshold in the deployed bundle.";
    }

    @Override
    public String when() {
        return "Use it to see whether a changed bundle is noticed: it takes no query and no training.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.T0018 Manipulate AI Model";
    }
}
