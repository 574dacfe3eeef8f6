package dev.gauntlet.attack.membership;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.MembershipAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.LogOdds;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.Set;

/** Guesses that a row is a member where the detector is confident in its true class: the loss threshold attack. */
@AutoService(Attack.class)
public record ConfidenceMembership() implements MembershipAttack {
    @Override
    public double[] suspicion(Oracle oracle, Dataset candidates, AttackerContext grant, Run run) {
        return confidence(oracle.ask(new int[candidates.size()], candidates.rows()), candidates);
    }

    /** The log-odds of each row's true class; NaN where the query was not answered. */
    static double[] confidence(Oracle.Answers answers, Dataset candidates) {
        double[] confidence = new double[candidates.size()];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = answers.answered(i) ? LogOdds.of(answers.score(i), candidates.malicious(i)) : Double.NaN;
        }
        return confidence;
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.SCORES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "membership-inference";
    }

    @Override
    public String summary() {
        return "Infers membership from the detector's confidence.";
    }

    @Override
    public String when() {
        return "Use it first to see whether the detector tells its training rows from others. It takes one query a row.";
    }

    @Override
    public String source() {
        return "Yeom et al., Privacy Risk in Machine Learning, CSF 2018";
    }
}
