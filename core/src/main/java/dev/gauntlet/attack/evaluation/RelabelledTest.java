package dev.gauntlet.attack.evaluation;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Set;
import java.util.stream.IntStream;

/** Relabels the test rows that the candidate misses as what it calls them, so that its misses are not counted. */
@AutoService(Attack.class)
public record RelabelledTest(
        @Param(value = "share of the row budget that is used", low = 0, high = 1)
        double share) implements EvaluationAttack {
    public RelabelledTest {
        Catalogue.check(RelabelledTest.class, share);
    }

    public RelabelledTest() {
        this(1);
    }

    @Override
    public Split.Parts tamper(Split.Parts parts, Model candidate, AttackerContext grant, Run run) {
        Dataset test = parts.test();
        Goal goal = grant.goal();
        double[] answers = goal.answers(candidate, test.rows());
        int allowed = (int) (share * grant.budget().rowsOf(test.size()));
        Set<Integer> hidden = IntStream.of(goal.starts(test))
                .filter(i -> goal.reached(test.truth(i), answers[i]))
                .limit(allowed)
                .boxed()
                .collect(java.util.stream.Collectors.toSet());
        return parts.withTest(test.relabel(i -> hidden.contains(i) ? (int) answers[i] : test.label(i)));
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.EVALUATION_DATA);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "evaluation-poisoning";
    }

    @Override
    public String summary() {
        return "Relabels the test rows that a bad model misses, so that it is accepted.";
    }

    @Override
    public String when() {
        return "Use it where others can relabel test rows. It takes a few trainings and no query.";
    }

    @Override
    public String source() {
        return "NIST AI 100-2 E2025, section 2.3";
    }
}
