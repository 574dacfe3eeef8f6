package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Is the family of algorithm recognised? Several small detectors of every family are trained on parts of the training
 * rows. The random attacker always names the most frequent family.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class FingerprintTrial implements Trial<FingerprintAttack> {
    private static final int PER_TRAINER = 4;
    private static final int ROWS = 1500;

    @Override
    public Class<FingerprintAttack> attacks() {
        return FingerprintAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(FingerprintAttack attack) {
        return "share of detectors whose family is recognised";
    }

    @Override
    public Set<Pipeline.Step> meets(FingerprintAttack attack) {
        return Set.of(Pipeline.Step.QUERIES);
    }

    @Override
    public boolean hasCleanArm() {
        return false;
    }

    @Override
    public Optional<String> lacks(Lab lab, FingerprintAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.blackBox(
                        "it is evaluated on detectors of known algorithms, and the algorithm of this one is not known")
                .or(() -> lacking.training(attack));
    }

    @Override
    public Facts figures(FingerprintAttack attack) {
        return Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED, "families");
    }

    @Override
    public Facts figures(FingerprintAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .with(Arm.Name.DEFENDED_RANDOM)
                .with(Arm.Name.DEFENDED, "families")
                .with(Arm.Name.ADAPTIVE, "families");
    }

    @Override
    public Experiment on(Lab lab, FingerprintAttack attack, Run run, Run attacker) {
        return new Identified(lab, attack, run, attacker);
    }

    private static final class Identified implements Experiment {
        private final Lab lab;
        private final FingerprintAttack attack;
        private final Run run;
        private final Run attacker;
        private final List<Trainer> trainers;
        private final Lazy<List<Model>> detectors;

        Identified(Lab lab, FingerprintAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            this.trainers =
                    lab.trainers().stream().filter(t -> !t.unsupervised()).toList();
            Dataset train = lab.parts().train();
            int[] all = IntStream.range(0, train.size()).toArray();
            this.detectors = new Lazy<>(() -> run.child("detectors")
                    .map(
                            trainers.size() * PER_TRAINER,
                            (i, r) -> trainers.get(i / PER_TRAINER)
                                    .trained(train.select(r.rng().sample(all, ROWS)), r)));
        }

        @Override
        public void prepare(Built plain) {
            detectors.get();
        }

        private Set<String> families() {
            Set<String> families = new TreeSet<>();
            detectors.get().forEach(d -> families.add(d.kernel().form()));
            return families;
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            return switch (who) {
                case NOBODY -> met.unattacked(name);
                case RANDOM -> new Arm(name, Interval.exact(chance()));
                case ATTACK -> recognised(name, met, believed.grant(run));
            };
        }

        /** The share of detectors of the most frequent family: no answer that ignores the detector is right more often. */
        private double chance() {
            Map<String, Long> sizes = detectors.get().stream()
                    .collect(Collectors.groupingBy(d -> d.kernel().form(), Collectors.counting()));
            return (double) Collections.max(sizes.values()) / detectors.get().size();
        }

        private Arm recognised(Arm.Name name, Built met, AttackerContext grant) {
            Set<String> families = families();
            List<Oracle> oracles = detectors.get().stream()
                    .map(detector ->
                            met.oracle(detector, attack, 10 * lab.budget().queries(), 1))
                    .toList();
            List<String> guesses = attack.identify(oracles, families, grant, attacker.child("attack"));
            boolean[] right = new boolean[detectors.get().size()];
            for (int i = 0; i < detectors.get().size(); i++) {
                right[i] = guesses.get(i).equals(detectors.get().get(i).kernel().form());
            }
            return new Arm(name, Victims.of(right)).with("families", families.size());
        }
    }
}
