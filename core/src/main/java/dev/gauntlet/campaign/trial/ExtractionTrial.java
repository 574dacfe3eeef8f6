package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.ExtractionAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.Copies;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures how well a copy agrees with the detector, on test rows of which half raise an alarm. The random attacker
 * trains its copy in the same way on the same number of queries, drawn uniformly within the bounds of the schema.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class ExtractionTrial implements Trial<ExtractionAttack> {
    @Override
    public Class<ExtractionAttack> attacks() {
        return ExtractionAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.DETECTOR;
    }

    @Override
    public String measure(ExtractionAttack attack) {
        return "share of verdicts, half of them alarms, on which the copy agrees with the detector";
    }

    @Override
    public String measure(Lab lab, ExtractionAttack attack) {
        return lab.goal() instanceof Goal.Moved moved
                ? "share of rows whose estimates by copy and detector differ by less than " + moved.amountText()
                : measure(attack);
    }

    @Override
    public Set<Pipeline.Step> meets(ExtractionAttack attack) {
        return Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean hasCleanArm() {
        return false;
    }

    @Override
    public Optional<String> lacks(Lab lab, ExtractionAttack attack) {
        return new Lacking(lab).auxiliary(attack);
    }

    @Override
    public Facts figures(ExtractionAttack attack) {
        return Facts.none().with(Arm.Name.NULL, "queries").with(Arm.Name.ATTACKED, "queries");
    }

    @Override
    public Facts figures(ExtractionAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .with(Arm.Name.DEFENDED_RANDOM, "queries")
                .with(Arm.Name.DEFENDED, "queries")
                .with(Arm.Name.ADAPTIVE, "queries");
    }

    @Override
    public Experiment on(Lab lab, ExtractionAttack attack, Run run, Run attacker) {
        return new Copied(lab, attack, run, attacker);
    }

    private static final class Copied implements Experiment {
        private final Lab lab;
        private final ExtractionAttack attack;
        private final Run run;
        private final Run attacker;

        Copied(Lab lab, ExtractionAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            if (who == Who.NOBODY) {
                return met.unattacked(name);
            }
            Oracle oracle = met.oracle(met.model(), attack, ExtractionAttack.questions(lab.budget()), 1);
            Optional<Model> copy = who == Who.RANDOM
                    ? uniform(oracle)
                    : attack.extract(oracle, believed.grant(run), attacker.child("attack"));
            return agreement(name, met.model(), copy, oracle);
        }

        /** Test rows of which half raise an alarm; of a model of a quantity all. */
        private Dataset judged(Model model) {
            Dataset test = lab.parts().test();
            if (lab.goal().isOfQuantity()) {
                return test;
            }
            boolean[] alarms = model.alarms(test.rows());
            int[] loud =
                    IntStream.range(0, alarms.length).filter(i -> alarms[i]).toArray();
            int[] quiet =
                    IntStream.range(0, alarms.length).filter(i -> !alarms[i]).toArray();
            int[] even = run.child("judged").rng().sample(quiet, loud.length);
            return test.select(loud).append(test.select(even));
        }

        private Optional<Model> uniform(Oracle oracle) {
            Rng rng = run.child("null").rng();
            Rows questions = Rows.fill(
                    ExtractionAttack.questions(lab.budget()), lab.schema().width(), (i, j) -> {
                        Feature feature = lab.schema().feature(j);
                        double high = Math.min(feature.high(), Math.max(feature.low(), 0) + 10 * feature.scale());
                        return feature.nearestLawful(
                                rng.between(Math.max(feature.low(), high - 20 * feature.scale()), high));
                    });
            return Copies.best(oracle, questions, lab.auxiliary(), lab.surrogate(), run.child("copy"));
        }

        /** What a copy says; one of kinds has no operating point and says the likeliest. */
        private double[] answers(Model copy, Rows rows) {
            return copy.outputs() > 2
                    ? Arrays.stream(copy.categories(rows)).asDoubleStream().toArray()
                    : lab.goal().answers(copy, rows);
        }

        private Arm agreement(Arm.Name name, Model model, Optional<Model> copy, Oracle oracle) {
            Dataset judged = judged(model);
            double[] detector = lab.goal().answers(model, judged.rows());
            double[] other = copy.map(m -> answers(m, judged.rows())).orElse(new double[detector.length]);
            boolean[] same = new boolean[detector.length];
            for (int i = 0; i < same.length; i++) {
                same[i] = lab.goal() instanceof Goal.Moved moved
                        ? copy.isPresent() && Math.abs(detector[i] - other[i]) < moved.amount()
                        : detector[i] == other[i];
            }
            long[] ids = IntStream.range(0, same.length).mapToLong(judged::id).toArray();
            return new Arm(name, Victims.of(ids, same)).with("queries", (double) oracle.asked());
        }
    }
}
