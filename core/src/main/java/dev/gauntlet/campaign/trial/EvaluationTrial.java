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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Can a bad model be made to look good? The candidate is the clean detector with its threshold raised until it misses
 * half of the malicious validation rows. Damage is how many of its true misses the evaluation does not show. The null
 * attacker relabels as many random rows.
 */
final class EvaluationTrial implements Trial {
    private final Lab lab;
    private final EvaluationAttack attack;
    private final Run run;
    private final Model candidate;

    EvaluationTrial(Lab lab, EvaluationAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
        Dataset validation = lab.parts().validation();
        double[] malice = lab.model().malice(validation.rows().select(validation.maliciousRows()));
        Arrays.sort(malice);
        this.candidate = lab.model().withThreshold(Math.nextUp(malice[malice.length / 2]));
    }

    @Override
    public String measure() {
        return "share of a bad model's misses that its evaluation hides";
    }

    @Override
    public List<Arm> undefended() {
        return List.of(
                shown(Arm.Name.CLEAN, lab.parts()),
                shown(Arm.Name.NULL, random()),
                shown(Arm.Name.ATTACKED, tampered()));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof EvaluationDefence seals)) {
            return List.of();
        }
        String seal = seals.seal(lab.parts());
        // Before the seal: what is sealed is already false, and stays intact.
        Split.Parts early = tampered();
        return List.of(
                judged(Arm.Name.DEFENDED_CLEAN, lab.parts(), seals.intact(lab.parts(), seal)),
                judged(Arm.Name.DEFENDED, tampered(), seals.intact(tampered(), seal)),
                judged(Arm.Name.ADAPTIVE, early, seals.intact(early, seals.seal(early))));
    }

    private Split.Parts tampered() {
        Grant grant = lab.grant();
        Split.Parts changed = attack.tamper(lab.parts(), candidate, grant, run.child("attack"));
        Dataset before = lab.parts().test();
        Dataset after = changed.test();
        long relabelled = IntStream.range(0, Math.min(before.size(), after.size()))
                .filter(i -> before.label(i) != after.label(i))
                .count();
        if (after.size() != before.size() || relabelled > grant.budget().rowsOf(before.size())) {
            throw new IllegalStateException(attack.id() + " changed more of the test part than it may");
        }
        return changed;
    }

    private Split.Parts random() {
        Dataset test = lab.parts().test();
        int[] all = IntStream.range(0, test.size()).toArray();
        Set<Integer> chosen = new HashSet<>();
        IntStream.of(run.child("null").rng().sample(all, lab.budget().rowsOf(test.size())))
                .forEach(chosen::add);
        return lab.parts()
                .withTest(test.relabel(i -> chosen.contains(i) ? (test.malicious(i) ? 0 : 1) : test.label(i)));
    }

    private Arm shown(Arm.Name name, Split.Parts parts) {
        return judged(name, parts, true);
    }

    private Arm judged(Arm.Name name, Split.Parts parts, boolean intact) {
        Dataset truth = lab.parts().test();
        boolean[] alarms = candidate.alarms(truth.rows());
        int missed = 0;
        int hidden = 0;
        for (int i = 0; i < alarms.length; i++) {
            if (truth.malicious(i) && !alarms[i]) {
                missed++;
                hidden += intact && !parts.test().malicious(i) ? 1 : 0;
            }
        }
        Interval apparent = Confusion.of(parts.test().malice(), alarms).recall();
        return new Arm(name, Interval.share(hidden, missed))
                .with("recall", Confusion.of(truth.malice(), alarms).recall())
                .with("apparentRecall", apparent)
                .with("evaluationVoid", intact ? 0 : 1);
    }
}
