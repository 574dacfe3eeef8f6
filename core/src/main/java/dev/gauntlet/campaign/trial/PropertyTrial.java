package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.attack.property.ClassDistribution;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can the share of malicious rows in the training set be inferred? Small detectors are trained with one of two shares, half of
 * them with each. The random attacker guesses, and is right half of the time.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class PropertyTrial implements Trial<PropertyAttack> {
    private static final double LOW = 0.2;
    private static final double HIGH = 0.5;
    private static final int PER_SIDE = 12;
    private static final int ROWS = 3000;
    /** Of two shares, each of half of the detectors. */
    private static final double CHANCE = 0.5;

    @Override
    public Class<PropertyAttack> attacks() {
        return PropertyAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(PropertyAttack attack) {
        return "share of detectors whose training mix (20 % or 50 % malicious) is guessed";
    }

    @Override
    public Set<Pipeline.Step> meets(PropertyAttack attack) {
        return Set.of(Pipeline.Step.QUERIES);
    }

    @Override
    public boolean hasCleanArm() {
        return false;
    }

    @Override
    public Optional<String> lacks(Lab lab, PropertyAttack attack) {
        return new Lacking(lab).training(attack);
    }

    @Override
    public Facts figures(PropertyAttack attack) {
        return Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED);
    }

    @Override
    public Facts figures(PropertyAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .with(Arm.Name.DEFENDED_RANDOM)
                .with(Arm.Name.DEFENDED)
                .with(Arm.Name.ADAPTIVE);
    }

    @Override
    public Experiment on(Lab lab, PropertyAttack attack, Run run, Run attacker) {
        return new Guessed(lab, attack, run, attacker);
    }

    private static final class Guessed implements Experiment {
        private final Lab lab;
        private final PropertyAttack attack;
        private final Run run;
        private final Run attacker;
        private final Lazy<List<Model>> detectors;

        Guessed(Lab lab, PropertyAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            Dataset train = lab.parts().train();
            int[] all = IntStream.range(0, train.size()).toArray();
            this.detectors = new Lazy<>(() -> run.child("detectors").map(2 * PER_SIDE, (i, r) -> {
                Dataset some = train.select(r.child("some").rng().sample(all, ROWS));
                Dataset sample = ClassDistribution.withShare(some, high(i) ? HIGH : LOW, r.rng());
                return lab.train().trainer().trained(sample, r);
            }));
        }

        private static boolean high(int detector) {
            return detector % 2 == 1;
        }

        @Override
        public void prepare(Built plain) {
            detectors.get();
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            return switch (who) {
                case NOBODY -> met.unattacked(name);
                case RANDOM -> new Arm(name, Interval.exact(CHANCE));
                case ATTACK -> guessed(name, met, believed.grantKnowingAlgorithm(run));
            };
        }

        private Arm guessed(Arm.Name name, Built met, AttackerContext grant) {
            List<Oracle> oracles = detectors.get().stream()
                    .map(detector ->
                            met.oracle(detector, attack, 10 * lab.budget().queries(), 1))
                    .toList();
            List<Boolean> guesses = attack.believesHigh(oracles, LOW, HIGH, grant, attacker.child("attack"));
            boolean[] right = new boolean[2 * PER_SIDE];
            for (int i = 0; i < right.length; i++) {
                right[i] = guesses.get(i) == high(i);
            }
            return new Arm(name, Victims.of(right));
        }
    }
}
