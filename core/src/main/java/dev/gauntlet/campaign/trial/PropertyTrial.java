package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.PropertyAttack;
import dev.gauntlet.attack.privacy.ClassDistribution;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can the share of malicious rows in the training set be inferred? Small detectors are trained at either of two shares;
 * the random attacker guesses.
 */
final class PropertyTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED);
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
            .with(Arm.Name.DEFENDED)
            .with(Arm.Name.ADAPTIVE);

    private static final double LOW = 0.2;
    private static final double HIGH = 0.5;
    private static final int PER_SIDE = 12;
    private static final int ROWS = 3000;

    private final Lab lab;
    private final PropertyAttack attack;
    private final Run run;
    private final List<Model> detectors;

    PropertyTrial(Lab lab, PropertyAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        Dataset train = lab.parts().train();
        int[] all = IntStream.range(0, train.size()).toArray();
        this.detectors = run.child("detectors").map(2 * PER_SIDE, (i, r) -> {
            Dataset some = train.select(r.child("some").rng().sample(all, ROWS));
            Dataset sample = ClassDistribution.withShare(some, high(i) ? HIGH : LOW, r.rng());
            return lab.train().trainer().train(sample, r.child("train"));
        });
    }

    private static boolean high(int detector) {
        return detector % 2 == 1;
    }

    @Override
    public String measure() {
        return "share of detectors whose training mix (20 % or 50 % malicious) is guessed";
    }

    @Override
    public List<Arm> undefended() {
        int lucky = 0;
        for (int i = 0; i < detectors.size(); i++) {
            lucky += run.child("null").child(i).rng().chance(0.5) == high(i) ? 1 : 0;
        }
        return List.of(
                new Arm(Arm.Name.NULL, Interval.share(lucky, detectors.size())),
                guessed(Arm.Name.ATTACKED, lab.knowingAlgorithm(), Optional.empty()));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof QueryDefence guard)) {
            return List.of();
        }
        return List.of(
                lab.missed(Arm.Name.DEFENDED_CLEAN, lab.model()),
                guessed(Arm.Name.DEFENDED, lab.knowingAlgorithm(), Optional.of(guard)),
                guessed(
                        Arm.Name.ADAPTIVE,
                        lab.knowingAlgorithm().knowing((Knowledge.Guard) guard::guard),
                        Optional.of(guard)));
    }

    private Arm guessed(Arm.Name name, Grant grant, Optional<QueryDefence> guard) {
        List<Oracle> oracles = detectors.stream()
                .map(detector ->
                        lab.oracle(detector, attack, guard, 10 * lab.budget().queries()))
                .toList();
        List<Boolean> believed = attack.believesHigh(oracles, LOW, HIGH, grant, run.child("attack"));
        boolean[] right = new boolean[detectors.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = believed.get(i) == high(i);
        }
        return new Arm(name, Interval.share(right));
    }
}
