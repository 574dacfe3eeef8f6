package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.FingerprintAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Is the family of algorithm recognised? Several small detectors of every family are trained on parts of the training
 * rows; the random attacker guesses one of the families at random.
 */
final class FingerprintTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none().with(Arm.Name.NULL).with(Arm.Name.ATTACKED, "families");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
            .with(Arm.Name.DEFENDED, "families")
            .with(Arm.Name.ADAPTIVE, "families");

    private static final int PER_TRAINER = 4;
    private static final int ROWS = 1500;

    private final Lab lab;
    private final FingerprintAttack attack;
    private final Run run;
    private final List<Model> detectors;
    private final Set<String> families;

    FingerprintTrial(Lab lab, FingerprintAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        List<Trainer> trainers =
                lab.trainers().stream().filter(t -> !t.unsupervised()).toList();
        Dataset train = lab.parts().train();
        int[] all = IntStream.range(0, train.size()).toArray();
        this.detectors = run.child("detectors")
                .map(
                        trainers.size() * PER_TRAINER,
                        (i, r) -> trainers.get(i / PER_TRAINER)
                                .train(train.select(r.rng().sample(all, ROWS)), r.child("train")));
        this.families = new TreeSet<>();
        detectors.forEach(d -> families.add(d.kernel().form()));
    }

    @Override
    public String measure() {
        return "share of detectors whose family is recognised";
    }

    @Override
    public List<Arm> undefended() {
        int lucky = 0;
        List<String> names = new ArrayList<>(families);
        for (int i = 0; i < detectors.size(); i++) {
            int guess = run.child("null").child(i).rng().nextInt(names.size());
            lucky += names.get(guess).equals(detectors.get(i).kernel().form()) ? 1 : 0;
        }
        return List.of(
                new Arm(Arm.Name.NULL, Interval.share(lucky, detectors.size())),
                recognised(Arm.Name.ATTACKED, lab.grant(), Optional.empty()));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof QueryDefence guard)) {
            return List.of();
        }
        return List.of(
                lab.missed(Arm.Name.DEFENDED_CLEAN, lab.model()),
                recognised(Arm.Name.DEFENDED, lab.grant(), Optional.of(guard)),
                recognised(Arm.Name.ADAPTIVE, lab.grant().knowing((Knowledge.Guard) guard::guard), Optional.of(guard)));
    }

    private Arm recognised(Arm.Name name, Grant grant, Optional<QueryDefence> guard) {
        List<Oracle> oracles = detectors.stream()
                .map(detector ->
                        lab.oracle(detector, attack, guard, 10 * lab.budget().queries()))
                .toList();
        List<String> guesses = attack.identify(oracles, families, grant, run.child("attack"));
        int right = 0;
        for (int i = 0; i < detectors.size(); i++) {
            right += guesses.get(i).equals(detectors.get(i).kernel().form()) ? 1 : 0;
        }
        return new Arm(name, Interval.share(right, detectors.size())).with("families", families.size());
    }
}
