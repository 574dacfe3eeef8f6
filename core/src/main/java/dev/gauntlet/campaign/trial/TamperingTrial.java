package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.ArtifactDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Deploy;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The deployed bundle is changed on its host. The random attacker changes as many random leaf or weight values. A
 * rejected bundle is replaced by the good one.
 */
final class TamperingTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none().counted(Declared.BASE).with(Arm.Name.ATTACKED, "numbersChanged");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none().counted(Declared.BEHIND, "bundleRefused");

    private final Lab lab;
    private final TamperingAttack attack;
    private final Run run;
    private final Bundle bundle;
    private final Dataset own;

    TamperingTrial(Lab lab, TamperingAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        this.bundle = new Deploy().apply(lab.model());
        this.own = lab.auxiliary().select(lab.auxiliary().maliciousRows());
    }

    @Override
    public String measure() {
        return "share of malicious test rows missed by the tampered detector";
    }

    @Override
    public Optional<String> unfit() {
        return attack.unfit(bundle);
    }

    @Override
    public List<Arm> undefended() {
        return List.of(
                lab.missed(Arm.Name.CLEAN, lab.model()),
                lab.missed(Arm.Name.NULL, random().model(lab.schema())),
                lab.missed(Arm.Name.ATTACKED, tampered(bundle, lab.grant()).model(lab.schema()))
                        .with("numbersChanged", difference(bundle, tampered(bundle, lab.grant()))));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof ArtifactDefence guard)) {
            return List.of();
        }
        ArtifactDefence.Signed signed = guard.sign(
                bundle, lab.model(), lab.parts().validation(), run.child("key").seed());
        Grant holdingTheKey = lab.grant().knowing((Knowledge.Secret) signed::resign);
        return List.of(
                loaded(Arm.Name.DEFENDED_CLEAN, signed, signed.bundle()),
                loaded(Arm.Name.DEFENDED, signed, tampered(signed.bundle(), lab.grant())),
                loaded(Arm.Name.ADAPTIVE, signed, tampered(signed.bundle(), holdingTheKey)));
    }

    private Arm loaded(Arm.Name name, ArtifactDefence.Signed signed, Bundle arrived) {
        boolean refused = signed.refuses(arrived).isPresent();
        Model model = refused ? lab.model() : arrived.model(lab.schema());
        return lab.missed(name, model).with("bundleRefused", refused ? 1 : 0);
    }

    private Bundle tampered(Bundle from, Grant grant) {
        Bundle changed = attack.tamper(from, own, grant, run.child("attack"));
        if (!unsigned(changed).equals(unsigned(from))) {
            throw new IllegalStateException(attack.id() + " changed texts of the bundle but may change numbers only");
        }
        if (difference(from, changed) > Math.max(1, lab.budget().rows() * numbers(from))) {
            throw new IllegalStateException(attack.id() + " changed more numbers than it may");
        }
        return changed;
    }

    private Bundle random() {
        String name = bundle.parameterNames().contains("value")
                ? "value"
                : bundle.parameterNames().iterator().next();
        double[] values = bundle.parameter(name);
        int[] order = run.child("null").rng().permutation(values.length);
        Rng rng = run.child("null values").rng();
        int count = Math.min(difference(bundle, tampered(bundle, lab.grant())), values.length);
        boolean trees = bundle.entry("form").equals("trees");
        double[] left = trees ? bundle.parameter("left") : new double[values.length];
        int[] free = IntStream.of(order).filter(i -> !trees || left[i] < 0).toArray();
        for (int i = 0; i < Math.min(count, free.length); i++) {
            values[free[i]] = values[free[rng.nextInt(free.length)]];
        }
        return bundle.withParameter(name, values);
    }

    private static Map<String, String> unsigned(Bundle bundle) {
        Map<String, String> entries = new TreeMap<>(bundle.entries());
        entries.remove(Deploy.SIGNATURE);
        return entries;
    }

    private static int numbers(Bundle bundle) {
        return bundle.parameterNames().stream()
                .mapToInt(name -> bundle.parameter(name).length)
                .sum();
    }

    private static int difference(Bundle a, Bundle b) {
        int count = 0;
        for (String name : a.parameterNames()) {
            double[] before = a.parameter(name);
            double[] after = b.parameter(name);
            for (int i = 0; i < before.length; i++) {
                count += before[i] == after[i] ? 0 : 1;
            }
        }
        return count;
    }
}
