package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Pipeline;
import java.util.List;
import java.util.Optional;

/** An attack on a laboratory whose arms a test runs by hand. */
record Bench<A extends Attack>(Lab lab, A attack, Trial<? super A> trial, Experiment experiment) {
    static <A extends Attack> Bench<A> of(Lab lab, A attack, Run run) {
        Trial<? super A> trial = Trial.of(attack);
        return new Bench<>(lab, attack, trial, trial.on(lab, attack, run, run.of("attacker")));
    }

    String measure() {
        return trial.measure(attack);
    }

    Optional<String> unfit() {
        return experiment.unfit();
    }

    List<Arm> undefended() {
        Built plain = Built.plain(lab);
        experiment.prepare(plain);
        return trial.bare().stream()
                .map(name -> experiment.arm(name, name.who(), plain, plain))
                .toList();
    }

    /** The arms of a process with a defence; none where the attack never meets it or it cannot be tried. */
    List<Arm> defended(Defence... defences) {
        Pipeline pipeline = Pipeline.PLAIN;
        for (Defence defence : defences) {
            pipeline = defence.guard(pipeline);
        }
        if (pipeline.learner().unfit(lab.schema()).isPresent()) {
            return List.of();
        }
        Built built = Built.of(lab, pipeline, true, Run.seeded(3));
        if (trial.meets(attack).stream().noneMatch(pipeline.guarded()::contains)
                || experiment.unfit(pipeline).isPresent()) {
            return List.of();
        }
        Built plain = Built.plain(lab);
        return Arm.Name.GUARDED.stream()
                .map(name -> experiment.arm(name, name.who(), built, name == Arm.Name.ADAPTIVE ? built : plain))
                .toList();
    }

    /** The damage of the attacked arm at a share of the budget. */
    Interval damage(double strength) {
        return experiment.damage(lab.budget().times(strength));
    }

    List<Curve> curves() {
        return experiment.curves();
    }

    List<Finding.Example> examples() {
        return experiment.examples();
    }
}
