package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.EvaluationDefence;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Need;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can a bad model be made to look good? The candidate is trained on a tenth of the training rows and on what was
 * planted among them. Damage is how many of the test rows that the unmanipulated candidate misses the evaluation does
 * not show as missed. The random attacker relabels, or plants copies of, as many random rows.
 */
final class EvaluationTrial implements Trial {
    private static final String[] FIGURES = {"apparentRecall", "trueRecall", "evaluationVoid"};
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none()
            .with(Arm.Name.CLEAN, FIGURES)
            .with(Arm.Name.NULL, FIGURES)
            .with(Arm.Name.ATTACKED, FIGURES);
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none()
            .with(Arm.Name.DEFENDED_CLEAN, FIGURES)
            .with(Arm.Name.DEFENDED, FIGURES)
            .with(Arm.Name.ADAPTIVE, FIGURES);

    private static final int LEAST = 200;

    private final Lab lab;
    private final EvaluationAttack attack;
    private final Run run;
    private final Dataset learnt;
    private final Model candidate;
    private final Split.Parts tampered;

    EvaluationTrial(Lab lab, EvaluationAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        Dataset train = lab.parts().train();
        int[] all = IntStream.range(0, train.size()).toArray();
        this.learnt = train.select(run.child("learnt").rng().sample(all, Math.max(LEAST, train.size() / 10)));
        this.candidate = lab.retrain(learnt, run.child("train"));
        this.tampered = tampered(lab.grant());
    }

    @Override
    public String measure() {
        return "share of a bad model's misses that the evaluation hides";
    }

    @Override
    public List<Arm> undefended() {
        return List.of(
                judged(Arm.Name.CLEAN, lab.parts(), true),
                judged(Arm.Name.NULL, random(), true),
                judged(Arm.Name.ATTACKED, tampered, true));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof EvaluationDefence guard)) {
            return List.of();
        }
        String seal = guard.seal(lab.parts());
        Split.Parts adapted =
                guard.known().map(limit -> tampered(lab.grant().knowing(limit))).orElse(tampered);
        // Where there is no limit to stay below, the attacker acts before the seal, which then covers the changed data.
        String adaptedSeal = guard.known().isPresent() ? seal : guard.seal(adapted);
        return List.of(
                judged(Arm.Name.DEFENDED_CLEAN, lab.parts(), guard.intact(lab.parts(), seal)),
                judged(Arm.Name.DEFENDED, tampered, guard.intact(tampered, seal)),
                judged(Arm.Name.ADAPTIVE, adapted, guard.intact(adapted, adaptedSeal)));
    }

    private Split.Parts tampered(Grant grant) {
        Split.Parts changed = attack.tamper(lab.parts(), candidate, grant, run.child("attack"));
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
        if (attack.needs().contains(Need.TRAINING_ROWS)) {
            int count = tampered.train().size() - lab.parts().train().size();
            Dataset copies = test.select(run.child("null").rng().sample(all, count));
            return lab.parts().withTrain(lab.parts().train().append(copies));
        }
        Set<Integer> chosen = new HashSet<>();
        IntStream.of(run.child("null").rng().sample(all, lab.budget().rowsOf(test.size())))
                .forEach(chosen::add);
        return lab.parts()
                .withTest(test.relabel(i -> chosen.contains(i) ? (test.malicious(i) ? 0 : 1) : test.label(i)));
    }

    private Arm judged(Arm.Name name, Split.Parts parts, boolean intact) {
        Dataset truth = lab.parts().test();
        int honestRows = lab.parts().train().size();
        Dataset planted = parts.train().slice(honestRows, parts.train().size());
        Model judged = planted.size() > 0 ? lab.retrain(learnt.append(planted), run.child("train")) : candidate;
        boolean[] honest = candidate.alarms(truth.rows());
        boolean[] alarms = judged.alarms(truth.rows());
        int missed = 0;
        int hidden = 0;
        for (int i = 0; i < alarms.length; i++) {
            if (truth.malicious(i) && !honest[i]) {
                missed++;
                hidden += intact && (alarms[i] || !parts.test().malicious(i)) ? 1 : 0;
            }
        }
        Confusion apparent = Confusion.of(parts.test().malice(), alarms);
        Dataset fresh = lab.parts().validation();
        return new Arm(name, Interval.share(hidden, missed))
                .with(apparent)
                .with("apparentRecall", apparent.recall())
                .with(
                        "trueRecall",
                        Confusion.of(fresh.malice(), judged.alarms(fresh.rows()))
                                .recall())
                .with("evaluationVoid", intact ? 0 : 1);
    }
}
