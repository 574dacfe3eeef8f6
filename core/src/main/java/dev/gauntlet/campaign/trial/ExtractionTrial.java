package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.Substitute;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well a copy agrees with the detector, on test rows of which half alarm. The random attacker trains its copy on
 * queries drawn uniformly within the schema's bounds, as many of them.
 */
final class ExtractionTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none().with(Arm.Name.NULL, "queries").with(Arm.Name.ATTACKED, "queries");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
            .with(Arm.Name.DEFENDED, "queries")
            .with(Arm.Name.ADAPTIVE, "queries");

    private static final int PER_VICTIM = 10;

    private final Lab lab;
    private final ExtractionAttack attack;
    private final Run run;
    private final Dataset judged;

    ExtractionTrial(Lab lab, ExtractionAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        Dataset test = lab.parts().test();
        boolean[] alarms = lab.model().alarms(test.rows());
        int[] loud = IntStream.range(0, alarms.length).filter(i -> alarms[i]).toArray();
        int[] quiet = IntStream.range(0, alarms.length).filter(i -> !alarms[i]).toArray();
        int[] even = run.child("judged").rng().sample(quiet, loud.length);
        this.judged = test.select(loud).append(test.select(even));
    }

    @Override
    public String measure() {
        return "share of verdicts, half of them alarms, on which the copy agrees with the detector";
    }

    @Override
    public List<Arm> undefended() {
        Oracle asked = oracle(Optional.empty());
        return List.of(
                agreement(Arm.Name.NULL, uniform(asked), asked),
                extracted(Arm.Name.ATTACKED, lab.grant(), Optional.empty()));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof QueryDefence guard)) {
            return List.of();
        }
        return List.of(
                lab.missed(Arm.Name.DEFENDED_CLEAN, lab.model()),
                extracted(Arm.Name.DEFENDED, lab.grant(), Optional.of(guard)),
                extracted(Arm.Name.ADAPTIVE, lab.grant().knowing(guard.known()), Optional.of(guard)));
    }

    private Oracle oracle(Optional<QueryDefence> guard) {
        return lab.oracle(lab.model(), attack, guard, PER_VICTIM * lab.budget().queries());
    }

    private Arm extracted(Arm.Name name, Grant grant, Optional<QueryDefence> guard) {
        Oracle oracle = oracle(guard);
        return agreement(name, attack.extract(oracle, grant, run.child("attack")), oracle);
    }

    private Optional<Model> uniform(Oracle oracle) {
        Rng rng = run.child("null").rng();
        Rows questions = Rows.fill(
                Math.min(2000, PER_VICTIM * lab.budget().queries()),
                lab.schema().width(),
                (i, j) -> {
                    Feature feature = lab.schema().feature(j);
                    double high = Math.min(feature.high(), Math.max(feature.low(), 0) + 10 * feature.scale());
                    return feature.nearestLawful(
                            rng.between(Math.max(feature.low(), high - 20 * feature.scale()), high));
                });
        return Substitute.train(oracle, i -> 0, questions, lab.auxiliary(), lab.surrogate(), run.child("copy"));
    }

    private Arm agreement(Arm.Name name, Optional<Model> copy, Oracle oracle) {
        boolean[] detector = lab.model().alarms(judged.rows());
        boolean[] other = copy.map(m -> m.alarms(judged.rows())).orElse(new boolean[detector.length]);
        boolean[] same = new boolean[detector.length];
        for (int i = 0; i < same.length; i++) {
            same[i] = detector[i] == other[i];
        }
        return new Arm(name, Interval.share(same)).with("queries", (double) oracle.asked());
    }
}
