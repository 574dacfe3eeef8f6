package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Requirement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can a bad model be made to look good? The candidate is trained on a tenth of the training rows and on the rows
 * planted among them. The damage is the share of test rows missed by the unmanipulated candidate that the evaluation does
 * not show as missed. The random attacker relabels, or plants copies of, the same number of random rows.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class EvaluationTrial implements Trial<EvaluationAttack> {
    private static final String[] FIGURES = {"apparentRecall", "trueRecall", "evaluationVoid"};
    private static final int LEAST = 200;

    @Override
    public Class<EvaluationAttack> attacks() {
        return EvaluationAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.PROCESS;
    }

    @Override
    public String measure(EvaluationAttack attack) {
        return "share of a bad model's misses that the evaluation hides";
    }

    @Override
    public Set<Pipeline.Step> meets(EvaluationAttack attack) {
        return Set.of(Pipeline.Step.EVALUATION, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public Optional<String> lacks(Lab lab, EvaluationAttack attack) {
        return new Lacking(lab).training(attack);
    }

    @Override
    public Facts figures(EvaluationAttack attack) {
        return Facts.none()
                .with(Arm.Name.CLEAN, FIGURES)
                .with(Arm.Name.NULL, FIGURES)
                .with(Arm.Name.ATTACKED, FIGURES);
    }

    @Override
    public Facts figures(EvaluationAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none().with(Arm.Name.GUARDED, FIGURES);
    }

    @Override
    public Experiment on(Lab lab, EvaluationAttack attack, Run run, Run attacker) {
        return new Flattered(lab, attack, run, attacker);
    }

    private static final class Flattered implements Experiment {
        private final Lab lab;
        private final EvaluationAttack attack;
        private final Run run;
        private final Run attacker;
        private final Dataset learnt;
        private final Lazy<Model> candidate;
        private final Lazy<Split.Parts> tampered;

        Flattered(Lab lab, EvaluationAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            Dataset train = lab.parts().train();
            int[] all = IntStream.range(0, train.size()).toArray();
            this.learnt = train.select(run.child("learnt").rng().sample(all, Math.max(LEAST, train.size() / 10)));
            this.candidate =
                    new Lazy<>(() -> Built.plain(lab).learnt(learnt, run).model());
            this.tampered = new Lazy<>(() -> tampered(lab.grant()));
        }

        @Override
        public void prepare(Built plain) {
            tampered.get();
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            Split.Parts parts = switch (who) {
                case NOBODY -> lab.parts();
                case RANDOM -> random();
                case ATTACK -> believed.known(run).isEmpty() ? tampered.get() : tampered(believed.grant(run));
            };
            // Where there is no limit to stay below, the attacker acts before the seal, which then covers the changed
            // data.
            boolean informed = !believed.isPlain();
            boolean intact = met.pipeline().checks().stream()
                    .allMatch(check -> check.intact(
                            parts, check.seal(informed && check.known().isEmpty() ? parts : lab.parts()), run));
            return judged(name, parts, intact, met);
        }

        private Split.Parts tampered(AttackerContext grant) {
            Split.Parts changed = attack.tamper(lab.parts(), candidate.get(), grant, attacker.child("attack"));
            Dataset before = lab.parts().test();
            Dataset after = changed.test();
            long relabelled = IntStream.range(0, Math.min(before.size(), after.size()))
                    .filter(i -> before.label(i) != after.label(i))
                    .count();
            int planted = changed.train().size() - lab.parts().train().size();
            if (after.size() != before.size()
                    || relabelled > grant.budget().rowsOf(before.size())
                    || planted > grant.budget().rowsOf(lab.parts().train().size())) {
                throw new IllegalStateException(attack.id() + " changed more of the parts than it may");
            }
            return changed;
        }

        private Split.Parts random() {
            Dataset test = lab.parts().test();
            int[] all = IntStream.range(0, test.size()).toArray();
            if (attack.needs().contains(Requirement.TRAINING_ROWS)) {
                int count = tampered.get().train().size() - lab.parts().train().size();
                Dataset copies = test.select(run.child("null").rng().sample(all, count));
                return lab.parts().withTrain(lab.parts().train().append(copies));
            }
            Set<Integer> chosen = new HashSet<>();
            IntStream.of(run.child("null").rng().sample(all, lab.budget().rowsOf(test.size())))
                    .forEach(chosen::add);
            return lab.parts()
                    .withTest(test.relabel(i -> chosen.contains(i) ? lab.flipped(test.label(i)) : test.label(i)));
        }

        private Arm judged(Arm.Name name, Split.Parts parts, boolean intact, Built met) {
            Dataset truth = lab.parts().test();
            int honestRows = lab.parts().train().size();
            Dataset planted = parts.train().slice(honestRows, parts.train().size());
            Model own =
                    met.pipeline().changesDetector() ? met.learnt(learnt, run).model() : candidate.get();
            Model judged =
                    planted.size() > 0 ? met.learnt(learnt.append(planted), run).model() : own;
            Goal goal = lab.goal();
            double[] honest = goal.answers(own, truth.rows());
            double[] answers = goal.answers(judged, truth.rows());
            boolean[] alarms = judged.alarms(truth.rows());
            int[] missed = IntStream.of(goal.starts(truth))
                    .filter(i -> goal.reached(truth.truth(i), honest[i]))
                    .toArray();
            boolean[] hidden = new boolean[missed.length];
            for (int k = 0; k < missed.length; k++) {
                int row = missed[k];
                boolean right = parts.test().label(row) == answers[row];
                hidden[k] = intact && (right || !goal.reached(truth.truth(row), answers[row]));
            }
            long[] ids = IntStream.of(missed).mapToLong(truth::id).toArray();
            Confusion apparent = Confusion.of(parts.test().malice(), alarms);
            Dataset fresh = lab.parts().validation();
            return new Arm(name, Victims.of(ids, hidden))
                    .with(apparent)
                    .with("apparentRecall", apparent.recall())
                    .with(
                            "trueRecall",
                            Confusion.of(fresh.malice(), judged.alarms(fresh.rows()))
                                    .recall())
                    .with("evaluationVoid", intact ? 0 : 1);
        }
    }
}
