package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Deploy;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Release;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The deployed bundle is changed on its host. The random attacker changes the same number of random leaf or weight
 * values. A rejected bundle is replaced by the original.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class TamperingTrial implements Trial<TamperingAttack> {
    @Override
    public Class<TamperingAttack> attacks() {
        return TamperingAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.PROCESS;
    }

    @Override
    public String measure(TamperingAttack attack) {
        return "share of malicious test rows missed by the tampered detector";
    }

    @Override
    public String measure(Lab lab, TamperingAttack attack) {
        return lab.goal().equals(new Goal.Silence()) ? measure(attack) : lab.measure() + " by the tampered detector";
    }

    @Override
    public Set<Pipeline.Step> meets(TamperingAttack attack) {
        return Set.of(Pipeline.Step.RELEASE, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public Optional<String> lacks(Lab lab, TamperingAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.blackBox("the parameters of this detector are not available: black box (queries only)")
                .or(lacking::maliciousTestRows)
                .or(lacking::maliciousRowsOfItsOwn)
                .or(() -> attack.silencesOnly()
                        ? lacking.silence("it makes the detector call rows benign, and no kind of malice")
                        : Optional.empty());
    }

    @Override
    public Facts figures(TamperingAttack attack) {
        return Facts.none()
                .counted(Set.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED))
                .with(Arm.Name.ATTACKED, "numbersChanged");
    }

    @Override
    public Facts figures(TamperingAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none().counted(Arm.Name.GUARDED, "bundleRefused");
    }

    @Override
    public Experiment on(Lab lab, TamperingAttack attack, Run run, Run attacker) {
        return new Tampered(lab, attack, run, attacker);
    }

    private static final class Tampered implements Experiment {
        private final Lab lab;
        private final TamperingAttack attack;
        private final Run run;
        private final Run attacker;
        private final Bundle bundle;
        private final Dataset own;

        Tampered(Lab lab, TamperingAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            this.bundle = new Deploy().apply(lab.model());
            this.own = lab.auxiliary().select(lab.goal().starts(lab.auxiliary()));
        }

        @Override
        public Optional<String> unfit() {
            return attack.unfit(bundle);
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            if (met.isPlain()) {
                return switch (who) {
                    case NOBODY -> lab.missed(name, lab.model());
                    case RANDOM -> lab.missed(name, random(bundle).model(lab.schema()));
                    case ATTACK -> {
                        Bundle changed = tampered(bundle, lab.grant());
                        yield lab.missed(name, changed.model(lab.schema()))
                                .with("numbersChanged", difference(bundle, changed));
                    }
                };
            }
            Bundle own = new Deploy().apply(met.model());
            Optional<Release.Signed> signed = met.pipeline()
                    .release()
                    .map(release -> release.sign(
                            own,
                            met.model(),
                            lab.parts().validation(),
                            run.child("key").seed()));
            Bundle sent = signed.map(Release.Signed::bundle).orElse(own);
            Bundle arrived = switch (who) {
                case NOBODY -> sent;
                case RANDOM -> random(sent);
                case ATTACK -> tampered(sent, believed.isPlain() ? lab.grant() : holdingTheKey(believed, signed));
            };
            boolean refused =
                    signed.flatMap(release -> release.refuses(arrived)).isPresent();
            Model model = refused ? met.model() : arrived.model(lab.schema());
            return lab.missed(name, model).with("bundleRefused", refused ? 1 : 0);
        }

        private AttackerContext holdingTheKey(Built believed, Optional<Release.Signed> signed) {
            List<Knowledge> known = new ArrayList<>(believed.known(run));
            signed.ifPresent(release -> known.add((Knowledge.Secret) release::resign));
            return lab.grant().knowing(known);
        }

        private Bundle tampered(Bundle from, AttackerContext grant) {
            if (from != bundle && attack.unfit(from).isPresent()) {
                return from; // a defended detector can have a form that the attack cannot be used on
            }
            Bundle changed = attack.tamper(from, own, grant, attacker.child("attack"));
            if (!unsigned(changed).equals(unsigned(from))) {
                throw new IllegalStateException(
                        attack.id() + " changed texts of the bundle but may change numbers only");
            }
            if (difference(from, changed) > Math.max(1, lab.budget().rows() * numbers(from))) {
                throw new IllegalStateException(attack.id() + " changed more numbers than it may");
            }
            return changed;
        }

        private Bundle random(Bundle bundle) {
            String name = numbersToChange(bundle.parameterNames());
            double[] values = bundle.parameter(name);
            int[] order = run.child("null").rng().permutation(values.length);
            Rng rng = run.child("null values").rng();
            int count = Math.min(difference(bundle, tampered(bundle, lab.grant())), values.length);
            String leftName = name.replace("value", "left");
            boolean trees = Set.of("trees", "vote-trees", "class-trees").contains(bundle.entry("form"));
            double[] left = trees ? bundle.parameter(leftName) : new double[values.length];
            int[] free = IntStream.of(order).filter(i -> !trees || left[i] < 0).toArray();
            for (int i = 0; i < Math.min(count, free.length); i++) {
                values[free[i]] = values[free[rng.nextInt(free.length)]];
            }
            return bundle.withParameter(name, values);
        }

        /** The values of trees, alone or in a vote; of another model the first array that does not state its layout. */
        private static String numbersToChange(Set<String> names) {
            return Stream.concat(
                            Stream.of("value", "member_value").filter(names::contains),
                            names.stream().filter(name -> !name.startsWith("length_") && !name.endsWith("encoding")))
                    .findFirst()
                    .orElseThrow();
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
}
